import { specific } from '../rule.ts';
import { sample } from '../samples.ts';

/** Words that stand for a password in documentation. */
const PLACEHOLDERS: readonly RegExp[] = [
  /^(?:my|your|some|the|db|user|admin|root|new|old|strong|super|very|secure)*[_-]?(?:password|passwd|passwort|passphrase|pass|pwd|secret|token|apikey|api_key|key)(?:here|goes|word|\d)?$/i,
  /^(?:user(?:name)?|foo|bar|baz|x|\*+|\.+|-+|_+|\[.*\]|\(.*\)|%[A-Za-z]|%\(\w+\)s|:\w+)$/i,
  // `PASSWORD`, `DB_PASSWORD`, `YOUR-PASSWORD`
  /^[A-Z][A-Z_-]+$/,
  // A port, a line, a range of a log.
  /^\d{1,5}$/,
];

/** What a development machine is reached by. */
const LOCAL = String.raw`(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|host\.docker\.internal)(?![\w.-])`;
/** User and password that are one word, or two words on the machine itself: defaults that everybody knows. */
const NOT_DEFAULTS = String.raw`(?!(?<user>[a-z]{2,32}):\k<user>@)(?![a-z]{0,32}:[a-z]{1,32}@${LOCAL})`;
/** Hosts that are reserved for documentation. @see https://www.rfc-editor.org/rfc/rfc2606 */
const NOT_EXAMPLE = String.raw`(?!(?:[\w-]{1,63}\.){0,4}example(?:\.(?:com|org|net))?\b)`;

/** Passwords inside URLs. */
export const urlRules = [
  specific({
    id: 'connection-string',
    name: 'Connection String',
    severity: 'high',
    keywords: [
      'mongodb',
      'postgres',
      'mysql',
      'mariadb',
      'redis',
      'amqp',
      'mssql',
      'sqlserver',
      'cockroachdb',
      'clickhouse',
    ],
    pattern: new RegExp(
      String.raw`(?:mongodb|postgres|mysql|mariadb|redis|amqp|mssql|sqlserver|cockroachdb|clickhouse)(?:ql|s)?(?:\+[a-z0-9_]{1,16})?:\/\/${NOT_DEFAULTS}` +
        // A password may hold an at sign that should have been encoded, or a slash, but not both.
        String.raw`[^\s"'\x60:/@<>{}$]{0,128}:(?<value>[^\s"'\x60/<>{}$]{1,256}|[^\s"'\x60@<>{}$]{1,256})@${NOT_EXAMPLE}[\w.[%(-]`,
      'iy',
    ),
    allow: PLACEHOLDERS,
    docs: 'https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS',
    mustMatch: [
      sample('postgresql://app:', 'tr0ub4dor9', '@db.internal/app'),
      sample('redis://:', 'hunter2x', '@cache:6379/0'),
      sample('"mongodb+srv://app:', 'tr0ub4dor9', '@cluster0.ab1cd.mongodb.net/app?retryWrites=true"'),
      sample("'mysql+pymysql://root:", 'tr0ub4@dor', "@db/app'"),
      sample('amqps://app:', 'tr0ub4/dor', '@mq:5671/%2f'),
      sample('postgres://postgres:', 'tr0ub4dor9', '@localhost:5432/app'),
    ],
    mustNotMatch: [
      'redis://host/0',
      'postgres://user:${DB_PASSWORD}@host/db',
      'mysql://user:password@localhost/db',
      'postgres://postgres:postgres@db:5432/app',
      'amqp://guest:guest@rabbitmq:5672/',
      'postgres://app:secretword@localhost/app',
      'mongodb://<user>:<password>@cluster0.test/app',
      'mysql://%s:%s@%s/%s',
      'postgres://{{user}}:{{password}}@db/app',
      'postgresql://USER:PASSWORD@HOST:PORT/DATABASE',
      'postgres://app:tr0ub4dor9@db.example.com/app',
      'redis://:yourpassword@cache:6379',
    ],
  }),
  specific({
    id: 'jdbc-password',
    name: 'Password in JDBC URL',
    severity: 'high',
    keywords: ['jdbc:'],
    pattern:
      /jdbc:[a-z0-9:]{2,40}\/\/[^\s"'`<>]{1,300}?[?&;]password=(?<value>[^\s"'`&;<>{}$%(]{4,128})(?=["'`&;\s\\<]|$)/iy,
    allow: PLACEHOLDERS,
    docs: 'https://jdbc.postgresql.org/documentation/use/#connection-parameters',
    mustMatch: [
      sample('jdbc:postgresql://db.internal/app?user=app&pass', 'word=', 'tr0ub4dor9'),
      sample('"jdbc:sqlserver://db:1433;databaseName=app;user=app;pass', 'word=', 'tr0ub4dor9', ';encrypt=true"'),
    ],
    mustNotMatch: [
      'jdbc:mysql://db/app?user=app&password=${DB_PASSWORD}',
      'jdbc:mysql://db/app?user=app&password=password',
      'jdbc:mysql://db/app?useSSL=true',
    ],
  }),
  specific({
    id: 'basic-auth-url',
    name: 'Password in URL',
    severity: 'high',
    keywords: ['://'],
    pattern: new RegExp(
      String.raw`(?<=(?<![a-z0-9])[a-z][a-z0-9+.-]{1,20}):\/\/${NOT_DEFAULTS}` +
        String.raw`[^\s"'\x60:/?#@<>{}$\\[\]()|]{1,64}:(?<value>[^\s"'\x60/?#@<>{}$\\[\]()|]{3,128})@${NOT_EXAMPLE}` +
        String.raw`[a-z0-9_][\w-]{0,62}(?:\.[\w-]{1,63}|:\d{2,5}|\/|(?=["'\x60\s]|$))`,
      'iy',
    ),
    inWord: true,
    allow: PLACEHOLDERS,
    docs: 'https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1',
    mustMatch: [
      sample('https://deploy:', 'tr0ub4dor9', '@git.internal.test/x.git'),
      sample('"nats://app:', 'tr0ub4dor9', '@queue"'),
      sample("'mqtts://device:", 'tr0ub4dor9', "@broker:8883'"),
      sample('git+https://oauth2:', 'tr0ub4dor9', '@git.internal.test/x.git'),
    ],
    mustNotMatch: [
      'https://host:8080/a@b',
      'http://user:pass@host.test/',
      'https://cdn.test/npm:foo@1.2.3/x',
      'http://abc:xyz9@example.com',
      'https://$USER:$TOKEN@git.test/x.git',
      'https://{user}:{password}@git.test/x.git',
      'https://oauth2:<token>@git.test/x.git',
      'http://admin:admin@192.168.1.1/',
      'http://user:p@localhost/',
    ],
  }),
] as const;
