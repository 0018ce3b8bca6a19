# A pool that says nothing but how long passwords are.
resource "aws_cognito_user_pool" "plain" {
  name = "plain"

  password_policy {
    minimum_length    = 20
    require_lowercase = true
  }
}

# A pool that says everything that needs no second factor.
resource "aws_cognito_user_pool" "whole" {
  name                     = "whole"
  alias_attributes         = ["email", "phone_number", "preferred_username"]
  auto_verified_attributes = ["email", "phone_number"]
  deletion_protection      = "INACTIVE"
  mfa_configuration        = "OFF"
  user_pool_tier           = "PLUS"

  email_verification_subject = "Your code"
  email_verification_message = "Your new code is {####}."
  sms_verification_message   = "Code {####}"

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

  admin_create_user_config {
    allow_admin_create_user_only = false
    invite_message_template {
      email_subject = "Welcome"
      email_message = "You are {username}, your password is {####}."
      sms_message   = "{username}, {####}"
    }
  }

  device_configuration {
    challenge_required_on_new_device      = false
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
    minimum_length                   = 9
    require_lowercase                = true
    require_numbers                  = true
    require_symbols                  = false
    require_uppercase                = true
    temporary_password_validity_days = 30
    password_history_size            = 0
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
    name                = "later"
    attribute_data_type = "String"
    mutable             = true
    string_attribute_constraints {
      max_length = "10"
    }
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
    attributes_require_verification_before_update = ["email", "phone_number"]
  }

  user_pool_add_ons {
    advanced_security_mode = "AUDIT"
    advanced_security_additional_flows {
      custom_auth_mode = "ENFORCED"
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
    email_subject_by_link = "Your new link"
    email_message_by_link = "Click {##here##}."
    sms_message           = "Code {####}"
  }

  username_configuration {
    case_sensitive = true
  }

  # The older form of pre_token_generation_config.
  lambda_config {
    pre_token_generation = "arn:aws:lambda:us-east-1:123456789012:function:another-pre-token-generation"
  }
}

# Users may sign in by a code or a passkey.
resource "aws_cognito_user_pool" "passwordless" {
  name                     = "passwordless"
  auto_verified_attributes = ["email"]

  sign_in_policy {
    allowed_first_auth_factors = ["PASSWORD", "WEB_AUTHN"]
  }

  web_authn_configuration {
    relying_party_id  = "auth.example.com"
    user_verification = "preferred"
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
    kms_key_id                     = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"

    pre_token_generation_config {
      lambda_arn     = "arn:aws:lambda:us-east-1:123456789012:function:pre-token-generation"
      lambda_version = "V3_0"
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
    stage = "production"
    owner = "jane"
  }
}
