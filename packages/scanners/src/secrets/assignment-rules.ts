import type { SecretRule } from './rule.ts';
import { sample } from './samples.ts';

/** A rule whose matches a reader of one file format finds, not a pattern of the bank. */
export interface AssignmentRule extends SecretRule {
  /** Path of the samples. */
  readonly path: string;
}

function assignmentRule(rule: Omit<AssignmentRule, 'kind' | 'keywords' | 'pattern'>): AssignmentRule {
  return { kind: 'generic', keywords: ['='], pattern: /=/y, ...rule };
}

const PASSWORD = sample('tr0ub4', 'Dor_and3');

export const envFileRule: AssignmentRule = assignmentRule({
  id: 'env-file-secret',
  name: 'Secret in env file',
  severity: 'high',
  docs: 'https://12factor.net/config',
  path: '.env',
  mustMatch: [`DB_PASSWORD=${PASSWORD}`, `export API_TOKEN="${PASSWORD}"`],
  mustNotMatch: ['DB_PASSWORD=changeme123', 'AUTH_URL=https://login.test/', 'API_TOKEN=${TOKEN}', 'DEBUG_KEY=true'],
});

export const yamlVariableRule: AssignmentRule = assignmentRule({
  id: 'yaml-environment-secret',
  name: 'Secret in environment of a service',
  severity: 'high',
  docs: 'https://docs.docker.com/compose/how-tos/use-secrets/',
  path: 'compose.yaml',
  mustMatch: [
    `    environment:\n      MYSQL_ROOT_PASSWORD: ${PASSWORD}\n`,
    `    environment:\n      - POSTGRES_PASSWORD=${PASSWORD}\n`,
    `    environment:\n      - "JWT_SECRET=${PASSWORD}"\n`,
    `env:\n  API_TOKEN: '${PASSWORD}' # rotated in May\n`,
  ],
  mustNotMatch: [
    '      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?set it}',
    '      POSTGRES_PASSWORD: postgres',
    '      - MYSQL_PASSWORD=nextcloud',
    '      - POSTGRES_PASSWORD=changeme123',
    '      POSTGRES_PASSWORD_FILE: /run/secrets/db-password-1',
    '      JWT_SECRET: "{{ .Values.jwt.secret1 }}"',
    '      DB_PASSWORD: !vault |',
    `      # DB_PASSWORD: ${'x'.repeat(12)}`,
    '      TOKEN_URL: https://login.test/oauth2/token1',
    '      PUBLIC_API_KEY: 0123456789abcdef0123',
    '      DB_PASSWORD: arn:aws:secretsmanager:eu-west-1:1:secret:db-1',
  ],
});

export const kubernetesEnvRule: AssignmentRule = assignmentRule({
  id: 'kubernetes-env-secret',
  name: 'Secret in environment of a container',
  severity: 'high',
  docs: 'https://kubernetes.io/docs/concepts/configuration/secret/#use-case-as-container-environment-variables',
  path: 'deployment.yaml',
  mustMatch: [
    `        env:\n        - name: DB_PASSWORD\n          value: ${PASSWORD}\n`,
    `        - name: "API_TOKEN"\r\n          value: "${PASSWORD}"\r\n`,
    `  - { name: DB_PASSWORD, value: '${PASSWORD}' }\n`,
    `        - value: ${PASSWORD}\n          name: DB_PASSWORD\n`,
  ],
  mustNotMatch: [
    '        - name: DB_PASSWORD\n          valueFrom:\n            secretKeyRef: { name: db-secret-1, key: password }\n',
    '        - name: DB_PASSWORD\n          value: $(OTHER_PASSWORD1)\n',
    '        - name: DB_PASSWORD\n          value: "{{ .Values.db.password1 }}"\n',
    '        - name: DB_PASSWORD\n          value: <password>\n',
    '        - name: DB_HOST\n          value: db-1.internal\n',
    '        - name: DB_PASSWORD\n        - name: LABEL\n          value: tier-1-backend\n',
  ],
});

export const kubernetesSecretRule: AssignmentRule = assignmentRule({
  id: 'kubernetes-secret-manifest',
  name: 'Secret in Kubernetes manifest',
  severity: 'high',
  docs: 'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
  path: 'secret.yaml',
  mustMatch: [
    `apiVersion: v1\nkind: Secret\nstringData:\n  password: ${PASSWORD}\n`,
    `apiVersion: v1\ndata:\n  db-password: ${btoa(PASSWORD)}\nkind: Secret\n`,
  ],
  mustNotMatch: [
    `apiVersion: v1\nkind: ConfigMap\ndata:\n  db-password: ${btoa(PASSWORD)}\n`,
    `apiVersion: v1\nkind: SealedSecret\ndata:\n  db-password: ${btoa(PASSWORD)}\n`,
    `kind: Secret\ndata:\n  username: ${btoa(PASSWORD)}\n`,
    `kind: Secret\ndata:\n  password: ${btoa('changeme123')}\n`,
    'kind: Secret\ndata:\n  password: {{ .Values.db.password | b64enc }}\n',
    `kind: Secret\nmetadata:\n  password: ${btoa(PASSWORD)}\n`,
    `kind: Secret\nstringData: {}\n---\nkind: ConfigMap\ndata:\n  db-password: ${btoa(PASSWORD)}\n`,
  ],
});

export const yamlSettingRule: AssignmentRule = assignmentRule({
  id: 'yaml-secret',
  name: 'Secret in YAML configuration',
  severity: 'high',
  docs: 'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  path: 'config/application.yml',
  mustMatch: [`spring:\n  datasource:\n    password: ${PASSWORD}\n`, `clientSecret: '${PASSWORD}'\n`],
  mustNotMatch: [
    'password: Contraseña',
    'password: string',
    'password: hunterhunter',
    'forgot_password: Forgot your password 1?',
    'password: ${DB_PASSWORD}',
    'password: "#/components/schemas/password1"',
    'secret: my-tls-secret-2',
  ],
});

export const terraformRule: AssignmentRule = assignmentRule({
  id: 'terraform-secret',
  name: 'Secret in Terraform configuration',
  severity: 'high',
  docs: 'https://developer.hashicorp.com/terraform/language/manage-sensitive-data',
  path: 'variables.tf',
  mustMatch: [
    `variable "db_password" {\n  type      = string\n  sensitive = true\n  default   = "${PASSWORD}"\n}\n`,
    `variable "api_token" { default = "${PASSWORD}" }\n`,
    `variable password {\n  default = "${PASSWORD}"\n}\n`,
    `resource "aws_db_instance" "db" {\n  password = "${PASSWORD.slice(0, 7)}"\n}\n`,
    `db_password="${PASSWORD}"\n`,
  ],
  mustNotMatch: [
    'variable "db_password" {\n  default = ""\n}\n',
    'variable "db_password" {\n  type = string\n}\nvariable "zone" {\n  default = "eu-west-1"\n}\n',
    'variable "db_password" {\n  description = "Password 1 of the database"\n}\n',
    'resource "aws_db_instance" "db" {\n  password = "${random_password.db.result}"\n}\n',
    'resource "aws_db_instance" "db" {\n  password = var.db_password_1\n}\n',
    'variable "password_length" {\n  default = "16-bytes"\n}\n',
  ],
});

/** The rules of configuration files, in the order in which they name a value. */
export const assignmentRules: readonly AssignmentRule[] = [
  envFileRule,
  kubernetesSecretRule,
  kubernetesEnvRule,
  yamlVariableRule,
  yamlSettingRule,
  terraformRule,
];
