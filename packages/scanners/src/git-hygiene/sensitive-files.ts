import type { Severity } from '@securescan/model';

/** A kind of file that does not belong into a repository. */
export interface SensitiveFile {
  /** End of the rule id. */
  readonly slug: string;
  readonly severity: Severity;
  /** What it holds, as the object of "may hold". */
  readonly holds: string;
  /** Tested against the path; it begins after the start or a slash. */
  readonly path: RegExp;
  /** What must stand in the file for the name to count; absent: the name is enough. */
  readonly confirm?: RegExp;
}

const PRIVATE_KEY = /-----BEGIN (?:[A-Z0-9 ]{1,24} )?PRIVATE KEY(?: BLOCK)?-----/;
const ANY = /[\s\S]/;

function named(name: string, severity: Severity, holds: string, confirm?: RegExp): SensitiveFile {
  return {
    slug: name.replaceAll('.', '-').replaceAll('/', '-'),
    severity,
    holds,
    path: new RegExp(`(?:^|/)${name.replaceAll('.', String.raw`\.`)}$`),
    ...(confirm && { confirm }),
  };
}

function shaped(slug: string, severity: Severity, holds: string, name: RegExp, confirm?: RegExp): SensitiveFile {
  return {
    slug,
    severity,
    holds,
    path: new RegExp(`(?:^|/)(?:${name.source})$`, name.flags),
    ...(confirm && { confirm }),
  };
}

/** The table; the first row that fits a file names it. */
export const sensitiveFiles: readonly SensitiveFile[] = [
  named('.env', 'critical', 'credentials of a deployment'),
  named('.env.local', 'critical', 'credentials of a deployment'),
  named('.env.production', 'critical', 'credentials of the production deployment'),
  named('.env.staging', 'critical', 'credentials of the staging deployment'),
  shaped(
    'env-variant',
    'high',
    'credentials of a deployment',
    /\.env\.(?:dev|development|prod|stage|test|ci|live|backup|bak|old)/,
  ),
  named('id_rsa', 'critical', 'a private SSH key'),
  named('id_ed25519', 'critical', 'a private SSH key'),
  shaped('ssh-key', 'critical', 'a private SSH key', /id_(?:dsa|ecdsa|ecdsa_sk|ed25519_sk)/),
  named('credentials.json', 'critical', 'cloud credentials'),
  named('service-account.json', 'critical', 'the key of a service account'),
  shaped(
    'service-account',
    'critical',
    'the key of a service account',
    /[\w.-]*service[-_]?account[\w.-]*\.json/,
    /"private_key"\s*:/,
  ),
  named('application_default_credentials.json', 'critical', 'Google Cloud credentials'),
  named('.htpasswd', 'high', 'password hashes'),
  named('wp-config.php', 'high', 'the database password of a WordPress site'),
  named('LocalSettings.php', 'high', 'the database password of a MediaWiki site'),
  shaped('private-key', 'critical', 'a private key', /[^/]+\.(?:pem|key|p8|asc|gpg)/, PRIVATE_KEY),
  // PKCS#12 begins with a DER sequence, Java keystores with 0xFEEDFEED; both decode to a replacement character soon.
  shaped(
    'keystore',
    'critical',
    'private keys',
    /[^/]+\.(?:p12|pfx|jks|keystore|bcfks)/,
    /^(?:0[\x80-\xff\ufffd]|[\ufffd\xfe]{2})/,
  ),
  shaped('keepass', 'critical', 'a password database', /[^/]+\.kdbx?/),
  shaped('putty-key', 'critical', 'a private SSH key', /[^/]+\.ppk/),
  shaped('age-key', 'critical', 'a private encryption key', /(?:keys|age|[^/]+\.agekey)(?:\.txt)?/, /AGE-SECRET-KEY-1/),
  shaped('vpn-profile', 'high', 'the key of a VPN', /[^/]+\.(?:ovpn|conf)/, /<key>|^PrivateKey\s*=\s*\S/m),
  named('.git-credentials', 'critical', 'passwords of git remotes'),
  shaped('netrc', 'high', 'passwords of hosts', /[._]netrc/, /\bpassword\b/),
  named('.npmrc', 'high', 'a registry token', /_(?:authToken|auth|password)\s*=\s*(?!\s*["']?\$\{)\S/),
  named('.yarnrc.yml', 'high', 'a registry token', /npmAuth(?:Token|Ident)\s*:\s*["']?(?!\$\{)[\w-]/),
  named('.pypirc', 'high', 'an upload password', /^\s*password\s*[=:]\s*\S/m),
  shaped('gem-credentials', 'high', 'a RubyGems key', /\.gem\/credentials/),
  shaped('cargo-credentials', 'high', 'a crates.io token', /\.cargo\/credentials(?:\.toml)?/),
  shaped(
    'maven-settings',
    'high',
    'repository passwords',
    /(?:\.m2\/)?settings(?:-security)?\.xml/,
    /<password>[^$<{]/,
  ),
  shaped('docker-config', 'high', 'registry credentials', /\.docker\/config\.json|\.dockercfg/, /"auth"\s*:\s*"[^"]/),
  shaped('aws-credentials', 'critical', 'AWS keys', /\.aws\/credentials/),
  shaped('azure-tokens', 'critical', 'Azure tokens', /\.azure\/(?:accessTokens|azureProfile|msal_token_cache)\.json/),
  shaped(
    'gcloud-credentials',
    'critical',
    'Google Cloud credentials',
    /(?:gcloud|\.config\/gcloud)\/(?:credentials|access_tokens)\.db/,
  ),
  shaped(
    'kubeconfig',
    'critical',
    'keys of a Kubernetes cluster',
    /\.kube\/config|[\w.-]*kubeconfig[\w.-]*/,
    /client-key-data:|^\s*token:\s*\S/m,
  ),
  named('terraform.tfstate', 'high', 'every secret that Terraform has seen'),
  shaped(
    'terraform-state',
    'high',
    'every secret that Terraform has seen',
    /[^/]+\.tfstate(?:\.backup|\.\d+\.backup)?/,
  ),
  shaped(
    'terraform-variables',
    'high',
    'secret input values',
    /[^/]*\.tfvars(?:\.json)?/,
    /(?:password|secret|token|api_?key|private_?key)\w*"?\s*[=:]\s*"[^"$]{6,}"/i,
  ),
  shaped(
    'terraform-credentials',
    'high',
    'a Terraform Cloud token',
    /\.?terraformrc|terraform\.rc|credentials\.tfrc\.json/,
    /token"?\s*[=:]/,
  ),
  named('.vault-token', 'critical', 'a HashiCorp Vault token'),
  shaped('vault-password', 'high', 'the password of an Ansible vault', /\.?vault[-_]?pass(?:word)?(?:\.txt)?/),
  named('.pgpass', 'high', 'database passwords'),
  shaped(
    'mysql-options',
    'high',
    'a database password',
    /\.?my\.cnf|\.mylogin\.cnf/,
    /^\s*password\s*=\s*\S|^\ufffd|^\0/m,
  ),
  shaped(
    'rails-key',
    'critical',
    'the key of encrypted credentials',
    /(?:config\/)?master\.key|config\/credentials\/[\w-]+\.key/,
  ),
  shaped('s3-tool', 'high', 'AWS keys', /\.s3cfg|\.boto|\.passwd-s3fs/),
  named('rclone.conf', 'high', 'credentials of storage services'),
  shaped('ftp-client', 'high', 'passwords of servers', /(?:sitemanager|recentservers|filezilla)\.xml/i, /<Pass/),
  shaped(
    'editor-upload',
    'high',
    'the password of a server',
    /(?:\.vscode\/)?(?:sftp|sftp-config|ftpconfig|ftpsync\.settings)(?:\.json)?|\.ftpconfig/,
    /"(?:password|passphrase)"\s*:\s*"[^"]/,
  ),
  shaped(
    'ide-secrets',
    'medium',
    'database and server accounts of an IDE',
    /\.idea\/(?:dataSources(?:\.local)?|webServers|deployment)\.xml/,
    /password|<secret|username/i,
  ),
  shaped('dbeaver-credentials', 'high', 'database passwords', /\.dbeaver\/credentials-config\.json/),
  shaped('mail-client', 'high', 'a mail password', /\.(?:msmtprc|fetchmailrc|muttrc)|mutt\/muttrc/, /pass/i),
  shaped('rhosts', 'high', 'hosts that may sign in without a password', /\.(?:rhosts|shosts)/),
  shaped(
    'shell-history',
    'high',
    'typed commands, often with passwords',
    /\.(?:bash|zsh|sh|ksh|fish|python|node_repl|psql|mysql|sqlite|rediscli|irb|php)_history/,
  ),
  shaped('shadow', 'critical', 'password hashes', /shadow-?/, /^[\w.-]+:\$[\w]+\$/m),
  shaped(
    'database-dump',
    'medium',
    'data of people',
    /[^/]*(?:dump|backup|export)[^/]*\.sql|[^/]+\.(?:dump|pgdump|bson)/i,
    /INSERT INTO|^COPY .* FROM stdin|^PGDMP|\0/m,
  ),
  shaped(
    'memory-dump',
    'high',
    'everything a process had in memory',
    /[^/]+\.(?:hprof|dmp|mdmp)|core\.\d+/,
    /^JAVA PROFILE|^MDMP|^\x7fELF/,
  ),
  shaped('network-capture', 'medium', 'recorded traffic', /[^/]+\.(?:pcap|pcapng|har)/, /"log"\s*:|[\ufffd\n\r\0]/),
  shaped('mobile-provisioning', 'medium', 'signing material', /[^/]+\.(?:mobileprovision|provisionprofile)/),
  shaped('rdp-file', 'medium', 'a saved sign-in', /[^/]+\.rdp/i, /password 51:b:\w/),
  shaped('password-list', 'high', 'passwords', /(?:passwords?|passwd|logins?)\.(?:txt|csv|xlsx?|docx?)/i, ANY),
];

/** An entry that every ignore file of such a project has. */
export interface IgnorePattern {
  /** As written in `.gitignore`. */
  readonly pattern: string;
  readonly severity: Severity;
  readonly path: RegExp;
}

function ignore(severity: Severity, ...patterns: readonly string[]): IgnorePattern[] {
  return patterns.map((pattern) => {
    const body = pattern
      .replace(/\/$/, '')
      .replaceAll('.', String.raw`\.`)
      .replaceAll('*', '[^/]*');
    return { pattern, severity, path: new RegExp(pattern.endsWith('/') ? `(?:^|/)${body}/` : `(?:^|/)${body}$`) };
  });
}

/** Documented patterns, in order. */
export const ignorePatterns: readonly IgnorePattern[] = [
  ...ignore(
    'critical',
    '.env',
    '.env.local',
    '.env.production',
    '.env.staging',
    '*.pem',
    '*.key',
    '*.p12',
    '*.pfx',
    'id_rsa',
    'id_ed25519',
  ),
  ...ignore(
    'low',
    'node_modules/',
    'venv/',
    '__pycache__/',
    '*.pyc',
    '*.log',
    'coverage/',
    '.coverage',
    'dist/',
    'build/',
  ),
  ...ignore('medium', '*.sqlite3', '*.db'),
  ...ignore('info', '.DS_Store', 'Thumbs.db'),
];
