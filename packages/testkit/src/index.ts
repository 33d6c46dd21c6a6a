export * from './vectors.ts';
export * from './deviations.ts';
export * from './cpu-time.ts';
