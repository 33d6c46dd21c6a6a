import { z } from 'zod';
import { SCOPES } from '../route.ts';
import { boundedText, NullableTimestamp, Timestamp } from './common.ts';

export const ROLES = ['viewer', 'submitter', 'analyst', 'approver', 'admin'] as const;

/** Whether requests of a key are signed (RFC 9421): never, when they want to be, always. */
export const SIGNATURE_USES = ['off', 'accepted', 'required'] as const;

export const ScopeName = z.enum(SCOPES).meta({ id: 'Scope' });
export const Role = z.enum(ROLES).meta({ id: 'Role' });

const viewFields = {
  id: z.string(),
  name: z.string(),
  prefix: z.string().describe('first 16 characters of the key'),
  scopes: z.array(ScopeName),
  created_at: Timestamp,
  last_used_at: NullableTimestamp.describe('written at most once a minute'),
  revoked_at: NullableTimestamp,
  expires_at: NullableTimestamp,
  role: Role.nullable(),
  projects: z.array(z.string()).nullable().describe('null means all'),
  signature: z.enum(SIGNATURE_USES).describe('whether its requests may or must be signed'),
};

export const ApiKeyView = z.strictObject(viewFields).meta({ id: 'ApiKeyView' });
export const ApiKeyCreated = z
  .strictObject({ ...viewFields, key: z.string().describe('the whole key, shown this once') })
  .meta({ id: 'ApiKeyCreated' });

/** Who a request comes from, whatever it was made with. */
export const Session = z
  .strictObject({
    kind: z
      .enum(['key', 'env', 'list', 'cert', 'open'])
      .describe('a key of the database, of the configuration, a client certificate, or nobody: the server is open'),
    id: z.string(),
    name: z.string().nullable(),
    scopes: z.array(ScopeName),
    role: Role.nullable(),
    projects: z.array(z.string()).nullable().describe('null means all'),
    version: z.string().describe('of the server'),
  })
  .meta({ id: 'Session' });

export const CreateKey = z
  .object({
    name: boundedText(1, 200),
    scopes: z.array(ScopeName).min(1).default(['read', 'write']),
    role: Role.nullable().default(null).describe('a named set of scopes and rights; replaces scopes'),
    projects: z.array(boundedText(0, 200)).max(1000).nullable().default(null),
    expires_at: Timestamp.nullable().default(null),
    signature: z
      .enum(SIGNATURE_USES)
      .default('off')
      .describe('required: the key itself is never taken, only signatures'),
    public_key: boundedText(1, 200)
      .nullable()
      .default(null)
      .describe('Ed25519, SPKI in base64; needed for signed requests'),
  })
  .meta({ id: 'CreateKey' });
