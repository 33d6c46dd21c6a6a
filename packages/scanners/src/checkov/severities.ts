import { SEVERITIES, type Severity } from '@securescan/model';

/**
 * Severity of common checks, our own judgement: checkov tells severities only to users of its platform.
 *
 * critical: a credential in clear text, or anybody may write. high: open to the world, or a way to all rights. medium:
 * traffic or data without protection, a missing barrier. low: auditing, backups, keys of one's own, hygiene. info: cost
 * or style. Numbers by family and severity; a check that is not here is medium.
 */
const NUMBERS: Readonly<Record<string, Partial<Record<Severity, string>>>> = {
  CKV2_AWS: {
    high: '6 7',
    medium: '2 12 20',
    low: '1 3 4 5 8 9 10 11 14 15 16 18 19 21 22 23 27 28 29 61 62',
  },
  CKV2_DOCKER: {
    high: '2 3 4 5 6 12 13 14 15 16',
    medium: '1 7 8 9 10 11 17',
  },
  CKV2_GHA: {
    medium: '1',
  },
  CKV2_K8S: {
    high: '1 2 3 5',
    medium: '4 6',
  },
  CKV_AWS: {
    critical: '41 45 46 57 70 301 302 384',
    high: '1 17 20 24 25 32 33 38 49 53 54 55 56 59 60 61 62 63 69 79 87 88 89 90 100 102 107 109 110 164 167 168 169 192 196 198 205 210 229 231 232 258 274 275 277 283 286 287 289 295 303 348 352 358 366 375 385 387 388 391 392 393',
    medium:
      '2 3 5 6 8 16 19 22 26 27 29 30 31 34 35 36 39 42 43 44 47 64 67 72 74 77 81 83 96 97 98 99 103 105 106 108 111 112 113 122 130 131 137 155 156 159 163 174 202 206 211 213 215 218 220 228 239 240 251 260 288 290 291 304 307 308 309 316 333 334 335 336 349 350 351 355 356 357 365 371 376 378 379 380 382 389 390',
    low: '7 9 10 11 12 13 14 15 18 21 23 28 37 40 48 50 51 58 65 66 68 71 73 75 76 78 80 84 85 86 91 92 93 95 101 104 115 116 117 118 119 120 121 124 126 127 129 133 134 135 136 138 139 140 142 144 145 146 149 150 152 153 154 157 158 161 162 165 166 170 171 172 173 175 176 177 178 179 180 181 182 183 184 185 186 187 189 190 191 193 194 195 197 199 200 201 203 204 207 208 209 212 214 216 217 219 221 222 223 224 225 226 227 233 234 235 236 237 238 241 247 248 249 252 257 259 261 272 276 284 285 293 300 305 306 310 311 312 313 314 315 317 318 319 320 321 322 323 324 325 326 327 328 329 330 331 332 337 338 339 340 341 342 343 344 345 346 347 353 354 359 360 361 362 363 364 374 383 386',
    info: '123 143',
  },
  CKV_AZURE: {
    critical: '45 131',
    high: '1 5 8 9 10 11 34 35 39 49 59 72 73 77 132 133 135 137 138',
    medium:
      '2 3 6 7 13 14 15 25 28 29 44 47 48 52 53 54 56 57 58 68 70 78 89 91 97 98 99 101 104 105 106 107 108 109 113 115 118 119 120 121 122 123 124 125 126 134 139',
    low: '4 12 16 17 18 20 21 22 23 24 26 27 30 31 32 33 36 37 38 40 41 42 50 55 61 62 63 64 65 66 67 69 71 74 75 76 79 80 81 82 83 84 85 86 87 88 92 93 94 95 96 100 102 103 110 111 112 114 116 117 127 128 129 130 136',
    info: '19 43',
  },
  CKV_DOCKER: {
    medium: '1 3 8',
    low: '2 4 5 7 9 10 11',
    info: '6',
  },
  CKV_GCP: {
    high: '2 3 7 11 18 28 31 41 42 44 45 46 47 49 60 73 75 77 88 98 99 100 101 102 107 112 113 115 116 117 118 125',
    medium:
      '4 6 12 13 14 15 20 22 24 25 29 30 32 33 34 35 36 40 48 58 59 64 66 68 69 71 72 86 87 89 94 95 97 103 106 114 124',
    low: '1 8 9 10 16 17 21 23 26 27 37 38 39 43 50 51 52 53 54 55 56 57 61 62 63 65 70 74 76 78 79 80 81 82 83 84 85 90 91 92 93 96 104 105 108 109 110 111 119 120 121 122 123 126 127',
  },
  CKV_GHA: {
    high: '1 2 3 4',
    low: '5 6 7',
  },
  CKV_K8S: {
    critical: '27',
    high: '1 2 3 4 16 17 18 19 33 34 39 45 49 68 69 70 74 79 86 88 138 139 141 152 153 154 155 156 157 158 159',
    medium:
      '5 6 7 20 22 23 24 25 26 28 36 37 38 40 41 42 44 71 72 73 75 77 82 83 84 85 89 96 97 99 100 102 104 105 113 115 116 117 118 119 121 140 143 144 148 149 151',
    low: '8 9 10 11 12 13 14 15 21 29 30 31 32 35 43 78 80 81 90 91 92 93 94 95 106 107 108 110 111 112 114 145 146 147',
  },
  CKV_SECRET: {
    critical: '2 3 12 13 17',
    high: '1 4 5 7 8 11 14 15 16 18',
    medium: '6 9 19',
  },
};

const SEVERITY_OF: ReadonlyMap<string, Severity> = new Map(
  Object.entries(NUMBERS).flatMap(([family, severities]) =>
    SEVERITIES.flatMap((severity) =>
      (severities[severity]?.split(' ') ?? []).map((number) => [`${family}_${number}`, severity] as const),
    ),
  ),
);

/** Our severity of a check, or null when the table does not have it. */
export function findCheckSeverity(checkId: string): Severity | null {
  return SEVERITY_OF.get(checkId) ?? null;
}

/** How many checks the table rates. */
export const RATED_CHECKS = Object.values(NUMBERS)
  .flatMap((severities) => Object.values(severities))
  .reduce((sum, numbers) => sum + numbers.split(' ').length, 0);
