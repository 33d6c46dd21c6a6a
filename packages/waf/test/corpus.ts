import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const example = readFileSync(join(import.meta.dirname, '../../../examples/terraform-aws/main.tf'), 'utf8');

/** Valid files that between them use all of the syntax. */
export const corpus: readonly string[] = [
  example,
  `variable "subnets" {
  description = "Subnets by name"
  type = map(object({
    cidr = string
    zone = optional(string, "a")
  }))
  default = {
    web = { cidr = "10.0.1.0/24" }, db = { cidr = "10.0.2.0/24", zone = "b" }
  }
  validation {
    condition     = alltrue([for s in var.subnets : can(cidrhost(s.cidr, 0))])
    error_message = "Each cidr is a network, such as \\"10.0.0.0/24\\"."
  }
}
`,
  `resource "aws_iam_policy" "p" {
  name   = "\${var.prefix}-policy"
  policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Resource": "\${aws_s3_bucket.b.arn}/*",
      "Literal": "$\${aws:username}",
      %{ if var.strict ~}
      "Effect": "Deny"
      %{ else ~}
      "Effect": "Allow"
      %{ endif ~}
    }
  EOT
  tags   = merge(local.tags, { Name = "p", (var.key) = "v", "a.b" = 1 }, local.more...)
}
`,
  `locals {
  first  = var.list[0]
  old    = aws_instance.web.*.id
  ids    = aws_instance.web[*].network[0].id
  nested = { for k, v in var.m : upper(k) => [for x in v : x * 2 if x > 1 && !var.off] }
  groups = { for u in var.users : u.role => u.name... }
  choice = var.a ? -1 : (var.b == null ? 2.5e3 : 3 % 2)
  text   = "tab\\t quote \\" back\\\\ é \\u00e9 $5 100%"
  wrap   = "\${var.a}"
  empty  = []
  none   = {}
  multi = [
    1, # one
    2, // two
    /* three */ 3,
  ]
}
`,
  `terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
  backend "s3" { bucket = "state" }
}

module "net" {
  source   = "./net"
  for_each = toset(["a", "b"])
  depends_on = [aws_vpc.main]
}

data "aws_ami" "u" {
  most_recent = true
  filter {
    name   = "name"
    values = ["ubuntu-*"]
  }
}

resource "aws_security_group" "g" {
  dynamic "ingress" {
    for_each = var.rules
    iterator = rule
    content {
      port = rule.value["port"]
    }
  }
  lifecycle {
    ignore_changes = [tags]
  }
}
`,
  `# only comments\n/* and\n nothing */\n`,
];
