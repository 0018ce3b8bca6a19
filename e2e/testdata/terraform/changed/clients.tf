resource "aws_cognito_user_pool_client" "plain" {
  name         = "plainer"
  user_pool_id = aws_cognito_user_pool.plain.id
}

resource "aws_cognito_user_pool_client" "secret" {
  name            = "secret"
  user_pool_id    = aws_cognito_user_pool.whole.id
  generate_secret = true

  explicit_auth_flows = ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]

  access_token_validity  = 1
  id_token_validity      = 45
  refresh_token_validity = 2
  auth_session_validity  = 5

  token_validity_units {
    access_token  = "hours"
    id_token      = "minutes"
    refresh_token = "days"
  }

  prevent_user_existence_errors                 = "LEGACY"
  enable_token_revocation                       = true
  enable_propagate_additional_user_context_data = true

  read_attributes  = ["email", "custom:department"]
  write_attributes = ["email"]

  analytics_configuration {
    application_id   = "0123456789abcdef0123456789abcdef"
    external_id      = "example"
    role_arn         = "arn:aws:iam::123456789012:role/analytics"
    user_data_shared = true
  }
}

resource "aws_cognito_user_pool_client" "web" {
  name         = "web"
  user_pool_id = aws_cognito_user_pool.whole.id

  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows                  = ["code"]
  allowed_oauth_scopes                 = ["openid", "email", "https://api.example.com/read"]
  supported_identity_providers         = ["COGNITO"]
  callback_urls                        = ["https://example.com/callback"]
  default_redirect_uri                 = "https://example.com/callback"
  logout_urls                          = ["https://example.com/bye"]

  explicit_auth_flows = ["ALLOW_USER_AUTH", "ALLOW_USER_SRP_AUTH"]

  refresh_token_rotation {
    feature                    = "ENABLED"
    retry_grace_period_seconds = 60
  }

  depends_on = [aws_cognito_resource_server.api]
}

resource "aws_cognito_user_pool_client" "machine" {
  name            = "machine"
  user_pool_id    = aws_cognito_user_pool.whole.id
  generate_secret = true

  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows                  = ["client_credentials"]
  allowed_oauth_scopes                 = aws_cognito_resource_server.api.scope_identifiers

  analytics_configuration {
    application_arn = "arn:aws:mobiletargeting:us-east-1:123456789012:apps/0123456789abcdef0123456789abcdef"
  }
}

# Clients that another service has made, and that are managed from here on.
resource "aws_cognito_user_pool_client" "theirs" {
  for_each = toset(["search-1", "board-1"])

  name            = each.key
  user_pool_id    = aws_cognito_user_pool.whole.id
  generate_secret = true

  lifecycle {
    ignore_changes = all
  }
}

resource "aws_cognito_managed_user_pool_client" "search" {
  name_prefix  = "search-"
  user_pool_id = aws_cognito_user_pool.whole.id

  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows                  = ["code"]
  allowed_oauth_scopes                 = ["openid"]
  supported_identity_providers         = ["COGNITO"]
  callback_urls                        = ["https://search.example.com/callback"]
  default_redirect_uri                 = "https://search.example.com/callback"
  logout_urls                          = ["https://search.example.com/bye"]
  explicit_auth_flows                  = ["ALLOW_USER_SRP_AUTH"]

  access_token_validity  = 10
  id_token_validity      = 10
  refresh_token_validity = 2
  auth_session_validity  = 4

  token_validity_units {
    access_token  = "minutes"
    id_token      = "minutes"
    refresh_token = "hours"
  }

  prevent_user_existence_errors                 = "ENABLED"
  enable_token_revocation                       = true
  enable_propagate_additional_user_context_data = true
  read_attributes                               = ["email"]
  write_attributes                              = ["email"]

  analytics_configuration {
    application_id   = "0123456789abcdef0123456789abcdef"
    external_id      = "example"
    role_arn         = "arn:aws:iam::123456789012:role/analytics"
    user_data_shared = true
  }

  # The provider forgets this block when it takes a client over, and not when it
  # changes one.
  refresh_token_rotation {
    feature                    = "ENABLED"
    retry_grace_period_seconds = 15
  }

  depends_on = [aws_cognito_user_pool_client.theirs]
}

resource "aws_cognito_managed_user_pool_client" "board" {
  name_pattern = "^board-[0-9]$"
  user_pool_id = aws_cognito_user_pool.whole.id

  analytics_configuration {
    application_arn = "arn:aws:mobiletargeting:us-east-1:123456789012:apps/0123456789abcdef0123456789abcdef"
  }

  depends_on = [aws_cognito_user_pool_client.theirs]
}
