# A pool that says nothing.
resource "aws_cognito_user_pool" "plain" {
  name = "plain"
}

# A pool that says everything that needs no second factor.
resource "aws_cognito_user_pool" "whole" {
  name                     = "whole"
  alias_attributes         = ["email", "phone_number", "preferred_username"]
  auto_verified_attributes = ["email"]
  deletion_protection      = "INACTIVE"
  mfa_configuration        = "OFF"
  user_pool_tier           = "PLUS"

  email_verification_subject = "Your code"
  email_verification_message = "The code is {####}."
  sms_verification_message   = "Code {####}"

  account_recovery_setting {
    recovery_mechanism {
      name     = "verified_email"
      priority = 1
    }
    recovery_mechanism {
      name     = "verified_phone_number"
      priority = 2
    }
  }

  admin_create_user_config {
    allow_admin_create_user_only = true
    invite_message_template {
      email_subject = "Welcome"
      email_message = "You are {username}, your password is {####}."
      sms_message   = "{username}, {####}"
    }
  }

  device_configuration {
    challenge_required_on_new_device      = true
    device_only_remembered_on_user_prompt = true
  }

  email_configuration {
    email_sending_account  = "DEVELOPER"
    source_arn             = "arn:aws:ses:us-east-1:123456789012:identity/example.com"
    from_email_address     = "Example <no-reply@example.com>"
    reply_to_email_address = "support@example.com"
    configuration_set      = "example"
  }

  password_policy {
    minimum_length                   = 12
    require_lowercase                = true
    require_numbers                  = true
    require_symbols                  = true
    require_uppercase                = true
    temporary_password_validity_days = 3
    password_history_size            = 4
  }

  schema {
    name                = "email"
    attribute_data_type = "String"
    required            = true
    mutable             = true
    string_attribute_constraints {
      min_length = "5"
      max_length = "200"
    }
  }
  schema {
    name                     = "department"
    attribute_data_type      = "String"
    mutable                  = true
    required                 = false
    developer_only_attribute = false
    string_attribute_constraints {
      min_length = "1"
      max_length = "64"
    }
  }
  schema {
    name                = "level"
    attribute_data_type = "Number"
    mutable             = true
    number_attribute_constraints {
      min_value = "1"
      max_value = "10"
    }
  }
  schema {
    name                = "since"
    attribute_data_type = "DateTime"
  }
  schema {
    name                = "active"
    attribute_data_type = "Boolean"
    mutable             = true
  }
  schema {
    name                     = "internal"
    attribute_data_type      = "String"
    mutable                  = true
    developer_only_attribute = true
    string_attribute_constraints {}
  }

  sms_configuration {
    external_id    = "example"
    sns_caller_arn = "arn:aws:iam::123456789012:role/sms"
    sns_region     = "us-east-1"
  }

  user_attribute_update_settings {
    attributes_require_verification_before_update = ["email"]
  }

  user_pool_add_ons {
    advanced_security_mode = "ENFORCED"
    advanced_security_additional_flows {
      custom_auth_mode = "AUDIT"
    }
  }

  username_configuration {
    case_sensitive = false
  }
}

# Users are named by their addresses, and confirm by a link.
resource "aws_cognito_user_pool" "addresses" {
  name                     = "addresses"
  username_attributes      = ["email", "phone_number"]
  auto_verified_attributes = ["email"]

  verification_message_template {
    default_email_option  = "CONFIRM_WITH_LINK"
    email_subject         = "Your code"
    email_message         = "The code is {####}."
    email_subject_by_link = "Your link"
    email_message_by_link = "Click {##here##}."
    sms_message           = "Code {####}"
  }

  username_configuration {
    case_sensitive = true
  }

  # The older form of pre_token_generation_config.
  lambda_config {
    pre_token_generation = "arn:aws:lambda:us-east-1:123456789012:function:pre-token-generation"
  }
}

# Users may sign in by a code or a passkey.
resource "aws_cognito_user_pool" "passwordless" {
  name                     = "passwordless"
  auto_verified_attributes = ["email"]

  sign_in_policy {
    allowed_first_auth_factors = ["PASSWORD", "EMAIL_OTP", "WEB_AUTHN"]
  }

  web_authn_configuration {
    relying_party_id  = "auth.example.com"
    user_verification = "required"
  }
}

# A function for each trigger.
resource "aws_cognito_user_pool" "functions" {
  name = "functions"

  lambda_config {
    pre_sign_up                    = "arn:aws:lambda:us-east-1:123456789012:function:pre-sign-up"
    custom_message                 = "arn:aws:lambda:us-east-1:123456789012:function:custom-message"
    post_confirmation              = "arn:aws:lambda:us-east-1:123456789012:function:post-confirmation"
    pre_authentication             = "arn:aws:lambda:us-east-1:123456789012:function:pre-authentication"
    post_authentication            = "arn:aws:lambda:us-east-1:123456789012:function:post-authentication"
    define_auth_challenge          = "arn:aws:lambda:us-east-1:123456789012:function:define-auth-challenge"
    create_auth_challenge          = "arn:aws:lambda:us-east-1:123456789012:function:create-auth-challenge"
    verify_auth_challenge_response = "arn:aws:lambda:us-east-1:123456789012:function:verify-auth-challenge"
    user_migration                 = "arn:aws:lambda:us-east-1:123456789012:function:user-migration"
    kms_key_id                     = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"

    pre_token_generation_config {
      lambda_arn     = "arn:aws:lambda:us-east-1:123456789012:function:pre-token-generation"
      lambda_version = "V2_0"
    }
    custom_email_sender {
      lambda_arn     = "arn:aws:lambda:us-east-1:123456789012:function:custom-email-sender"
      lambda_version = "V1_0"
    }
    custom_sms_sender {
      lambda_arn     = "arn:aws:lambda:us-east-1:123456789012:function:custom-sms-sender"
      lambda_version = "V1_0"
    }
  }
}

# Tags are changed by operations of their own. UpdateUserPool, to which the
# provider gives no tags, takes them away (P81 of docs/behaviour.md).
resource "aws_cognito_user_pool" "tagged" {
  name = "tagged"

  tags = {
    team  = "sign-in"
    stage = "test"
  }
}
