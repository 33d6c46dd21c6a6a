import { shannonEntropy } from './entropy.ts';
import { hasDecoyContext, isPlaceholder, isUnlikelySecret } from './filters.ts';
import type { SecretMatch } from './match.ts';
import type { SecretRule } from './rule.ts';

/** A value in a configuration file that is assigned to a name which promises a secret. */
export interface SecretAssignment extends SecretMatch {
  /** The name: a variable, a key, an attribute. */
  readonly variable: string;
}

/** A name and the literal beside it, as a reader of a file format found them. */
export interface NamedValue {
  readonly variable: string;
  readonly value: string;
  readonly quoted: boolean;
  /** Where the value stands in the text, in its encoding there. */
  readonly start: number;
  readonly end: number;
}

/** Ends of names whose value people choose. */
const PASSWORD = /(?:pass(?:word|wd|phrase|code)|(?:^|[_.-])(?:pass|pwd|pw))$/i;
/** Ends of names whose value a machine makes. */
const KEY =
  /(?:secret|token|credentials?|(?:api|app|access|auth|encryption|master|private|secret|signing|account|storage)[_.-]?keys?)$/i;
/** What may follow without changing what the value is: `PASSWORD_PROD`, `SECRET_KEY_BASE`, `TOKEN_1`. */
const ENVIRONMENT = /[_.-](?:prod|production|stag(?:e|ing)|dev|test|base|value|text|plain|old|new|\d{1,2})$/i;

/** Defaults of images and tutorials, which give nothing away. */
const WELL_KNOWN =
  /^(?:admin|administrator|api|app|changeit|db|default|demo|dev|development|docker|grafana|guest|keycloak|letmein|local|minio|minioadmin|mongo|mongodb|mysql|mariadb|pass|passw[o0]rd|postgres|postgresql|qwerty|rabbitmq|redis|root|sa|test|tester|toor|user|username|wordpress)(?:[_-]?(?:pass|password|pw|secret|user|db|\d{1,4}))?$/i;
/** References to stores, tags and aliases of YAML, and values that are encrypted already. */
const REFERENCE =
  /^(?:[!*&|>]|#\/|arn:|projects\/|op:\/\/|ref\+|[\w-]{2,20}:\/\/|(?:vault|ssm|env|file|secret|kms|gcp|aws|azure|keyvault|akv|doppler):|ENC\[|enc:|AQICA|\$ANSIBLE_VAULT|gAAAAA|\$2[aby]\$|\{)/;
const MIN_PASSWORD = 6;
const MIN_KEY = 12;
const MIN_WORDS = 12;

/** Whether a name ends as those of secrets do: `DB_PASSWORD`, `stripe-api-key`, not `PASSWORD_FILE` or `TOKEN_URL`. */
export function promisesSecret(name: string): boolean {
  const core = name.replace(ENVIRONMENT, '');
  return PASSWORD.test(core) || (KEY.test(core) && !/public|publishable/i.test(core));
}

/** Whether a literal beside such a name is a secret and not a default, a reference or a placeholder. */
function isSecretValue(name: string, value: string, quoted: boolean): boolean {
  const isPassword = PASSWORD.test(name.replace(ENVIRONMENT, ''));
  if (value.length < (isPassword ? MIN_PASSWORD : MIN_KEY) || value.length > 4000) return false;
  if (WELL_KNOWN.test(value) || REFERENCE.test(value) || /\s/.test(value)) return false;
  if (isPlaceholder(value, 'generic') || isUnlikelySecret(value, quoted)) return false;
  // A word is a default; what a machine made has digits among its letters.
  if (/^[A-Za-z_-]+$/.test(value) && (!isPassword || value.length < MIN_WORDS)) return false;
  return isPassword || shannonEntropy(value) >= 3;
}

/** The finding of an assignment, or nothing when its name or its value says that it is no secret. */
export function toAssignment(rule: SecretRule, text: string, found: NamedValue): SecretAssignment[] {
  const { variable, value, quoted, start, end } = found;
  if (!promisesSecret(variable) || !isSecretValue(variable, value, quoted)) return [];
  return hasDecoyContext(text, start, end) ? [] : [{ rule, variable, value, start, end }];
}
