# Who has an authenticator app is asked for its code.
resource "aws_cognito_user_pool" "app" {
  name              = "app"
  mfa_configuration = "OPTIONAL"

  software_token_mfa_configuration {
    enabled = true
  }
}

# Everybody gets a code by SMS.
resource "aws_cognito_user_pool" "sms" {
  name                       = "sms"
  mfa_configuration          = "ON"
  auto_verified_attributes   = ["phone_number"]
  sms_authentication_message = "Sign in with {####}"

  sms_configuration {
    external_id    = "example"
    sns_caller_arn = "arn:aws:iam::123456789012:role/sms"
  }
}

# Codes by e-mail, and by app.
resource "aws_cognito_user_pool" "mail" {
  name              = "mail"
  mfa_configuration = "OPTIONAL"
  user_pool_tier    = "ESSENTIALS"

  email_configuration {
    email_sending_account = "DEVELOPER"
    source_arn            = "arn:aws:ses:us-east-1:123456789012:identity/example.com"
  }

  account_recovery_setting {
    recovery_mechanism {
      name     = "verified_email"
      priority = 2
    }
    recovery_mechanism {
      name     = "verified_phone_number"
      priority = 1
    }
  }

  email_mfa_configuration {
    subject = "Sign in"
    message = "Sign in with {####}."
  }

  software_token_mfa_configuration {
    enabled = true
  }
}

# Second factors of all kinds, and a passkey in the place of both.
resource "aws_cognito_user_pool" "factors" {
  name              = "factors"
  mfa_configuration = "OPTIONAL"

  sms_configuration {
    external_id    = "example"
    sns_caller_arn = "arn:aws:iam::123456789012:role/sms"
  }

  software_token_mfa_configuration {
    enabled = true
  }

  sign_in_policy {
    allowed_first_auth_factors = ["PASSWORD", "WEB_AUTHN"]
  }

  web_authn_configuration {
    relying_party_id  = "auth.example.com"
    user_verification = "preferred"
  }
}

# A pool whose factors come and go: none yet.
resource "aws_cognito_user_pool" "later" {
  name              = "later"
  mfa_configuration = "OFF"
}
