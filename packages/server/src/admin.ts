/**
 * What the command line needs to look after a server's database and settings from outside. Loads no HTTP.
 */
export { ROLES, SCOPES } from '@securescan/contract';
export { readCheckpoints, toCheckpointPlaces } from './audit/checkpoint-files.ts';
export type { CheckpointLines, CheckpointPlaces } from './audit/checkpoint-files.ts';
export { isGenuineCheckpoint } from './audit/checkpoint-signature.ts';
export { isLoopbackHost } from './auth/addresses.ts';
export { parseKeyId } from './auth/key-format.ts';
export type { RoleName } from './auth/principal.ts';
export { createStaticCredentials } from './auth/static-credentials.ts';
export type { StaticCredentials } from './auth/static-credentials.ts';
export { parseDatabase } from './config/database.ts';
export { readServerConfig, toDotEnvPath } from './config/read-server-config.ts';
export type { ConfigResult } from './config/read-server-config.ts';
export type { SecurityWarning, ServerConfig } from './config/server-config.ts';
export { findStartObjections } from './config/start-rules.ts';
export { createKey } from './keys/create-key.ts';
export type { KeyCreation, KeyWish } from './keys/create-key.ts';
export { presentKey } from './resources/keys/present.ts';
