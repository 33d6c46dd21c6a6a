// A module of its own, loaded on demand: the readers of all lockfile formats come along.
export { collectBom } from '@securescan/inventory';
