// A module of its own, since the whole of host takes longer to load than help may.
export { readDotEnv } from '@securescan/host';
