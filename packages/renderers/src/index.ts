export * from './renderer.ts';
