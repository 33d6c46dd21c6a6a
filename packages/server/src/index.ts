export type { Principal } from './auth/principal.ts';
export type { ServerConfig } from './config/server-config.ts';
export type { ServerDeps } from './deps.ts';
