resource "aws_cognito_resource_server" "api" {
  identifier   = "https://api.example.com"
  name         = "API"
  user_pool_id = aws_cognito_user_pool.whole.id

  scope {
    scope_name        = "read"
    scope_description = "Reads"
  }
  scope {
    scope_name        = "write"
    scope_description = "Writes"
  }
}

resource "aws_cognito_user_pool_domain" "prefix" {
  domain       = "sign-in-example"
  user_pool_id = aws_cognito_user_pool.addresses.id
}

resource "aws_cognito_user_pool_domain" "own" {
  domain          = "auth.example.com"
  certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/1234abcd-12ab-34cd-56ef-1234567890ab"
  user_pool_id    = aws_cognito_user_pool.whole.id
}

resource "aws_cognito_user_group" "editors" {
  name         = "editors"
  description  = "Who may write"
  precedence   = 1
  role_arn     = "arn:aws:iam::123456789012:role/editors"
  user_pool_id = aws_cognito_user_pool.plain.id
}

resource "aws_cognito_user_group" "readers" {
  name         = "readers"
  user_pool_id = aws_cognito_user_pool.plain.id
}

resource "aws_cognito_user" "jane" {
  user_pool_id             = aws_cognito_user_pool.plain.id
  username                 = "jane"
  temporary_password       = "Temp0rary!"
  desired_delivery_mediums = ["EMAIL"]
  attributes = {
    email          = "jane@example.com"
    email_verified = "true"
  }
  client_metadata = { from = "terraform" }
  validation_data = { ticket = "1234" }
}

resource "aws_cognito_user" "joe" {
  user_pool_id         = aws_cognito_user_pool.whole.id
  username             = "joe"
  password             = "Pa$$w0rd-of-joe"
  message_action       = "SUPPRESS"
  force_alias_creation = true
  attributes = {
    email      = "joe@example.com"
    department = "sales"
    level      = "3"
  }
}

resource "aws_cognito_user" "gone" {
  user_pool_id = aws_cognito_user_pool.plain.id
  username     = "ann"
  enabled      = false
}

resource "aws_cognito_user_in_group" "jane" {
  user_pool_id = aws_cognito_user_pool.plain.id
  group_name   = aws_cognito_user_group.editors.name
  username     = aws_cognito_user.jane.username
}
