// Package e2e runs other people's clients, unmodified, against the built
// server: README.md says which. It knows the server alone.
package e2e
