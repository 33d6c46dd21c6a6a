import { describe, expect, it } from 'vitest';
import { terraformReader } from '../src/readers/terraform/terraform-reader.ts';

/** What a policy is that refers to the document, its pieces when it is unknown in places. */
function policy(document: string, more = ''): unknown {
  const text = `resource "aws_iam_policy" "p" { policy = data.aws_iam_policy_document.d.json }
variable "u" {}
data "aws_iam_policy_document" "d" {\n${document}\n}\n${more}`;
  const { blocks, diagnostics } = terraformReader.read([{ path: 'main.tf', text }]);
  expect(diagnostics).toEqual([]);
  const value = blocks[0]?.attributes.entries.get('policy');
  expect(value?.span?.text).toBe('data.aws_iam_policy_document.d.json');
  return value?.kind === 'unknown' ? value.pieces : value?.kind === 'string' ? JSON.parse(value.value) : value;
}

describe('a policy document', () => {
  it('is the JSON text of its statements', () => {
    expect(
      policy(`
  statement {
    sid       = "All"
    actions   = ["*"]
    resources = ["a", "b"]
    principals {
      type        = "AWS"
      identifiers = ["x"]
    }
    principals {
      type        = "AWS"
      identifiers = ["y", "z"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
  statement {
    effect      = "Deny"
    not_actions = ["s3:*", "ec2:*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }`),
    ).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'All',
          Effect: 'Allow',
          Action: '*',
          Resource: ['a', 'b'],
          Principal: { AWS: ['x', 'y', 'z'] },
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
        { Effect: 'Deny', NotAction: ['s3:*', 'ec2:*'], Principal: '*' },
      ],
    });
  });

  it('has the known pieces when it is unknown in places', () => {
    expect(policy('statement {\n actions = ["*"]\n resources = [var.u, "${var.u}/*"]\n}')).toEqual([
      '{"Statement":[{"Action":"*","Effect":"Allow","Resource":[',
      ',"',
      '/*"]}],"Version":"2012-10-17"}',
    ]);
    expect(policy('dynamic "statement" {\n for_each = var.u\n content { actions = ["*"] }\n}')).toEqual([
      '{"Statement":[',
      '],"Version":"2012-10-17"}',
    ]);
  });

  it('includes the statements of others', () => {
    const more = `data "aws_iam_policy_document" "other" {
  statement { actions = ["s3:*"] }
}`;
    expect(
      policy(
        'source_policy_documents = [data.aws_iam_policy_document.other.json]\nstatement { actions = ["*"] }',
        more,
      ),
    ).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 's3:*' },
        { Effect: 'Allow', Action: '*' },
      ],
    });
    expect(policy('source_policy_documents = [var.u]')).toEqual(['{"Statement":[', '],"Version":"2012-10-17"}']);
  });
});
