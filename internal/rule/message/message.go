// Package message has what is sent to users: its texts, destinations and masks.
// It does not know who sends.
package message

import (
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
)

// Message is what the service would have sent to a user.
type Message struct {
	PoolID    string
	ClientID  string
	Username  string
	To        string
	Medium    types.DeliveryMediumType
	Attribute string
	Purpose   string
	Subject   string
	Body      string
	Code      string
	Link      string
	SentAt    time.Time
	Delivered bool
	Error     string
}

// Purposes of messages: the ends of their trigger sources.
const (
	SignUp              = "SignUp"
	ResendCode          = "ResendCode"
	ForgotPassword      = "ForgotPassword"
	Invitation          = "AdminCreateUser"
	UpdateUserAttribute = "UpdateUserAttribute"
	VerifyUserAttribute = "VerifyUserAttribute"
	Authentication      = "Authentication" // a one-time password
)

// Destination is where a code of a user goes.
type Destination struct {
	Attribute attribute.Address
	Address   string
}

// Details is what the caller is told of the destination (L15).
func (d Destination) Details() *types.CodeDeliveryDetailsType {
	mask := maskEmail
	if d.Attribute == attribute.Phone {
		mask = maskPhone
	}
	texts := [...]string{string(d.Attribute), mask(d.Address)}
	return &types.CodeDeliveryDetailsType{AttributeName: &texts[0], DeliveryMedium: d.Attribute.Medium(), Destination: &texts[1]}
}

// maskEmail keeps the first character on either side of the @ (L16, L18).
func maskEmail(address string) string {
	local, domain, _ := strings.Cut(address, "@")
	return firstRune(local) + "***@" + firstRune(domain) + "***"
}

func firstRune(s string) string {
	for i := range s {
		if i > 0 {
			return s[:i]
		}
	}
	return s
}

// maskPhone keeps the plus and the last four digits (L19, L20).
func maskPhone(number string) string {
	digits := strings.TrimPrefix(number, "+")
	hidden := max(0, len(digits)-4)
	return "+" + strings.Repeat("*", hidden) + digits[hidden:]
}
