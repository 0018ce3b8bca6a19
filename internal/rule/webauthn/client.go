package webauthn

import (
	"encoding/json"
	"net/url"
	"strings"
)

// clientData is what a browser adds to what the authenticator signs.
type clientData struct {
	Type      string `json:"type"`
	Challenge string `json:"challenge"`
	Origin    string `json:"origin"`

	raw []byte
}

func readClientData(raw []byte, kind string) (clientData, string) {
	c := clientData{raw: raw}
	switch err := json.Unmarshal(raw, &c); {
	case err != nil:
		return c, "clientDataJSON is no JSON"
	case c.Type != kind:
		return c, "the type in clientDataJSON is " + c.Type + ", not " + kind
	}
	return c, ""
}

// allows reports whether a page of an origin may use the party's passkeys: one
// of its own domain or below it, by https, or on this very machine.
func (p Party) allows(origin string) bool {
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" || u.Path != "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return false
	}
	host := u.Hostname()
	local := host == "localhost" || strings.HasSuffix(host, ".localhost")
	if u.Scheme != "https" && !(u.Scheme == "http" && local) {
		return false
	}
	return host == p.ID || strings.HasSuffix(host, "."+p.ID)
}
