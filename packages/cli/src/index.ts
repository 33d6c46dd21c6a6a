export { EXIT, EXIT_CODE_OF_ERROR } from './exit-codes.ts';
export type { ExitCode } from './exit-codes.ts';
export { toEnvironment } from './io/environment.ts';
export type { Environment } from './io/environment.ts';
export type { Input, Io, Output } from './io/io.ts';
export { runProgram } from './program.ts';
export { renderCliReference } from './reference.ts';
export { PRODUCT_VERSION } from './version.ts';
