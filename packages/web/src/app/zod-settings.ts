import { z } from 'zod';

// Schemas would make functions from text, which the content policy forbids (and reports). Loaded before any schema is made.
z.config({ jitless: true });
