import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PER_FILE = 70;

/** One of each kind in turn: literals, references, variables, nested blocks, policies. */
const KINDS: readonly ((i: number) => string)[] = [
  (i) => `resource "aws_s3_bucket" "b${i}" {
  bucket = "\${var.prefix}-data-${i}"
  tags   = local.tags
}`,
  (i) => `resource "aws_db_instance" "d${i}" {
  identifier              = "db-${i}"
  engine                  = "postgres"
  instance_class          = "db.t3.medium"
  storage_encrypted       = ${i % 2 === 0}
  multi_az                = var.multi_az
  backup_retention_period = ${i % 30}
  deletion_protection     = true
  kms_key_id              = aws_kms_key.k${i + 1}.arn
}`,
  (i) => `resource "aws_kms_key" "k${i}" {
  description             = "key ${i}"
  enable_key_rotation     = ${i % 3 !== 0}
  deletion_window_in_days = 30
}`,
  (i) => `resource "aws_security_group" "g${i}" {
  name = "group-${i}"
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}`,
  (i) => `resource "aws_iam_role_policy" "p${i}" {
  role   = "role-${i}"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject"], Resource = "arn:aws:s3:::data-${i}/*" }]
  })
}`,
  (i) => `resource "aws_lambda_function" "f${i}" {
  function_name = format("%s-%d", var.prefix, ${i})
  runtime       = "nodejs22.x"
  memory_size   = 512
  environment {
    variables = merge(local.settings, { INDEX = "${i}" })
  }
  tracing_config { mode = "Active" }
}`,
  (i) => `resource "aws_instance" "i${i}" {
  ami           = "ami-12345678"
  instance_type = var.size
  metadata_options {
    http_tokens = "required"
  }
  root_block_device {
    encrypted = true
  }
  tags = merge(local.tags, { Name = "host-${i}" })
}`,
];

const SHARED = `terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 6.0" }
  }
}
provider "aws" { region = var.region }
variable "region" { default = "eu-central-1" }
variable "prefix" { default = "shop" }
variable "size" { default = "t3.micro" }
variable "multi_az" { default = true }
locals {
  tags     = { team = "shop", env = terraform.workspace }
  settings = { LEVEL = "info" }
}
`;

/** Writes Terraform code with so many resources. */
export function writeInfrastructure(directory: string, resources: number): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'shared.tf'), SHARED);
  for (let start = 0; start < resources; start += PER_FILE) {
    const blocks = Array.from({ length: Math.min(PER_FILE, resources - start) }, (_, offset) => {
      const i = start + offset;
      return KINDS[i % KINDS.length]?.(i) ?? '';
    });
    writeFileSync(join(directory, `part-${String(start).padStart(6, '0')}.tf`), `${blocks.join('\n\n')}\n`);
  }
}
