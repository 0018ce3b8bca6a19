# Everybody is asked for its code.
resource "aws_cognito_user_pool" "app" {
  name              = "app"
  mfa_configuration = "ON"

  password_policy {
    minimum_length  = 10
    require_numbers = true
  }

  software_token_mfa_configuration {
    enabled = true
  }
}

# Who has a factor is asked for it: a code by SMS, or of an app.
resource "aws_cognito_user_pool" "sms" {
  name                       = "sms"
  mfa_configuration          = "OPTIONAL"
  auto_verified_attributes   = ["phone_number"]
  sms_authentication_message = "Your code is {####}"

  software_token_mfa_configuration {
    enabled = true
  }

  sms_configuration {
    external_id    = "example"
    sns_caller_arn = "arn:aws:iam::123456789012:role/sms"
  }
}

# Codes by e-mail.
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
    subject = "Your code"
    message = "Your code is {####}."
  }
}

# No second factors any more.
resource "aws_cognito_user_pool" "factors" {
  name              = "factors"
  mfa_configuration = "OFF"

  sms_configuration {
    external_id    = "example"
    sns_caller_arn = "arn:aws:iam::123456789012:role/sms"
  }

  sign_in_policy {
    allowed_first_auth_factors = ["PASSWORD", "WEB_AUTHN"]
  }

  web_authn_configuration {
    relying_party_id  = "auth.example.com"
    user_verification = "preferred"
  }
}

# A pool that has got a factor, and another policy with it.
resource "aws_cognito_user_pool" "later" {
  name              = "later"
  mfa_configuration = "ON"

  software_token_mfa_configuration {
    enabled = true
  }

  password_policy {
    minimum_length                   = 16
    temporary_password_validity_days = 1
  }
}
