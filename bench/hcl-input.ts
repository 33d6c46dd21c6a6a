/** Terraform code for the benches, as a large repository would hold it. */

const RESOURCES_PER_FILE = 50;

export interface HclFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Files with resources that refer to variables, local values and one another, with nested and dynamic blocks, policies in
 * heredocs and in `jsonencode`, and comments. All in one module; equal for equal counts.
 */
export function makeTerraform(resources: number): readonly HclFile[] {
  const files: HclFile[] = [{ path: 'variables.tf', text: SHARED }];
  for (let from = 0; from < resources; from += RESOURCES_PER_FILE) {
    const count = Math.min(RESOURCES_PER_FILE, resources - from);
    const blocks = Array.from({ length: count }, (_, index) => makeResource(from + index));
    files.push({ path: `part-${from / RESOURCES_PER_FILE}.tf`, text: blocks.join('\n') });
  }
  return files;
}

const SHARED = `terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}

provider "aws" {
  region = var.region
}

variable "region" {
  type    = string
  default = "eu-central-1"
}

variable "environment" {
  type    = string
  default = "production"
}

variable "ports" {
  type    = list(number)
  default = [443, 8443]
}

locals {
  prefix = "\${var.environment}-\${var.region}"
  tags = {
    environment = var.environment
    owner       = "platform"
    managed_by  = "terraform"
  }
}
`;

function makeResource(index: number): string {
  const make = MAKERS[index % MAKERS.length];
  return make === undefined ? '' : make(index);
}

const MAKERS: readonly ((index: number) => string)[] = [
  (n) => `# Data of part ${n}.
resource "aws_s3_bucket" "bucket_${n}" {
  bucket        = "\${local.prefix}-data-${n}"
  force_destroy = false

  tags = merge(local.tags, {
    Name = "data-${n}"
    tier = var.environment == "production" ? "gold" : "bronze"
  })
}
`,
  (n) => `resource "aws_s3_bucket_policy" "policy_${n}" {
  bucket = aws_s3_bucket.bucket_${n - 1}.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Deny"
        Principal = "*"
        Action    = ["s3:GetObject", "s3:PutObject"]
        Resource  = "\${aws_s3_bucket.bucket_${n - 1}.arn}/*"
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}
`,
  (n) => `resource "aws_security_group" "group_${n}" {
  name        = "group-${n}"
  description = "Traffic to part ${n}"

  dynamic "ingress" {
    for_each = var.ports
    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = ["10.${n % 256}.0.0/16"]
    }
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["10.0.0.0/8"]
  }

  tags = local.tags
}
`,
  (n) => `resource "aws_iam_role" "role_${n}" {
  name               = format("role-%04d", ${n})
  assume_role_policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [{
        "Effect": "Allow",
        "Principal": { "Service": "ec2.amazonaws.com" },
        "Action": "sts:AssumeRole"
      }]
    }
  EOT
}
`,
  (n) => `resource "aws_db_instance" "db_${n}" {
  identifier              = lower("\${local.prefix}-DB-${n}")
  engine                  = "postgres"
  instance_class          = "db.t3.medium"
  allocated_storage       = ${20 + (n % 80)}
  storage_encrypted       = true
  backup_retention_period = var.environment == "production" ? 14 : 1
  multi_az                = ${n % 3 === 0 ? 'false' : 'true'}
  vpc_security_group_ids  = [aws_security_group.group_${n - 2}.id]
  tags                    = local.tags

  lifecycle {
    prevent_destroy = true
    ignore_changes  = [tags]
  }
}
`,
];
