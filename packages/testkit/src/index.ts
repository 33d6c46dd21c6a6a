export * from './vectors.ts';
export * from './deviations.ts';
