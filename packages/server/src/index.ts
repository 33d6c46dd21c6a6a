export type { Principal } from './auth/principal.ts';
export { renderProblem, type ConfigProblem } from './config/problems.ts';
export { type ConfigInput, type ConfigResult, readServerConfig, toDotEnvPath } from './config/read-server-config.ts';
export { findStartObjections } from './config/start-rules.ts';
export type { SecurityWarning, ServerConfig } from './config/server-config.ts';
export type { ServerDeps } from './deps.ts';
export { listSecrets } from './log/create-logger.ts';
export { serve, type ServeOptions, type Service } from './serve.ts';
export type { RunningServer } from './start-server.ts';
