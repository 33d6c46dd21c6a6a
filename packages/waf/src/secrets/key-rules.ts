/** A kind of secret that is told by the name it is assigned to. */
export interface KeyRule {
  readonly label: string;
  readonly severity: 'critical' | 'high';
  /** How names end, in lower case with underscores. */
  readonly endings: readonly string[];
}

/** In the order in which findings of one line are listed. */
export const KEY_RULES: readonly KeyRule[] = [
  {
    label: 'Hardcoded password',
    severity: 'critical',
    endings: ['password', 'passwd', 'pwd', 'db_pass', 'admin_pass', 'root_pass', 'master_pass', 'user_pass'],
  },
  {
    label: 'Hardcoded secret',
    severity: 'high',
    endings: ['secret', 'client_secret', 'app_secret', 'master_secret', 'consumer_secret', 'shared_secret'],
  },
  {
    label: 'Hardcoded API key',
    severity: 'high',
    endings: ['api_key', 'apikey', 'api_secret', 'app_key', 'application_key', 'subscription_key', 'service_key'],
  },
  { label: 'Hardcoded token', severity: 'high', endings: ['token'] },
  { label: 'Hardcoded access key', severity: 'critical', endings: ['access_key', 'access_key_id'] },
  {
    label: 'Hardcoded secret key',
    severity: 'critical',
    endings: ['secret_key', 'secret_access_key', 'storage_access_key', 'account_key', 'storage_key'],
  },
  {
    label: 'Hardcoded private key',
    severity: 'critical',
    endings: ['private_key', 'rsa_private_key', 'ssh_private_key', 'ssl_key', 'tls_private_key', 'signing_key'],
  },
  {
    label: 'Hardcoded connection string',
    severity: 'high',
    endings: [
      'connection_string',
      'conn_str',
      'database_url',
      'db_url',
      'connection_uri',
      'jdbc_url',
      'redis_url',
      'mongo_url',
      'postgres_url',
    ],
  },
];

/** Rules whose endings a name has; `clientSecret` and `client-secret` are `client_secret`. */
export function rulesFor(name: string): readonly KeyRule[] {
  // The ending is in the last characters, and names may be as long as lines.
  const tail = name.slice(-60).replaceAll(/[-.]/g, '_');
  const plain = tail.toLowerCase();
  const split = tail.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  return KEY_RULES.filter(({ endings }) => endings.some((ending) => plain.endsWith(ending) || split.endsWith(ending)));
}
