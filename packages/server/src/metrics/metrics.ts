import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** A number that is asked for when the metrics are read. */
export type Supplier = () => number | Promise<number>;
/** Numbers by the value of a label: scans by state, delivery ages by endpoint. */
export type LabelledSupplier = () => ReadonlyMap<string, number> | Promise<ReadonlyMap<string, number>>;

/** What the server counts, in the Prometheus text format. */
export interface Metrics {
  readonly contentType: string;
  /** One finished request; `route` is the id of the contract's entry, so that the number of series is bounded. */
  countRequest(route: string, method: string, status: number, seconds: number): void;
  /** Registers a number that its owner knows. */
  addGauge(name: string, help: string, supply: Supplier): void;
  addLabelledGauge(name: string, help: string, label: string, supply: LabelledSupplier): void;
  /** Registers something that only grows. */
  addCounter(name: string, help: string): { readonly increment: (by?: number) => void };
  render(): Promise<string>;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** All names get the prefix `securescan_`. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Counter({
    name: 'securescan_http_requests_total',
    help: 'Requests by route, method and status',
    labelNames: ['route', 'method', 'status'],
    registers,
  });
  const latency = new Histogram({
    name: 'securescan_http_request_seconds',
    help: 'Time to the end of the answer by route; of streams, to its start',
    labelNames: ['route'],
    buckets: SECONDS,
    registers,
  });
  /** Series met so far, as many as there are routes, methods and statuses: finding them anew costs more than counting. */
  const known = new Map<
    string,
    { readonly requests: Counter.Internal; readonly latency: Histogram.Internal<string> }
  >();
  return {
    contentType: 'text/plain; version=0.0.4; charset=utf-8',
    countRequest(route, method, status, seconds) {
      const key = `${route} ${method} ${status}`;
      let series = known.get(key);
      if (!series) {
        series = { requests: requests.labels({ route, method, status }), latency: latency.labels({ route }) };
        known.set(key, series);
      }
      series.requests.inc();
      series.latency.observe(seconds);
    },
    addGauge(name, help, supply) {
      const gauge = new Gauge({
        name: `securescan_${name}`,
        help,
        collect: async () => {
          gauge.set(await supply());
        },
        registers,
      });
    },
    addLabelledGauge(name, help, label, supply) {
      const gauge = new Gauge({
        name: `securescan_${name}`,
        help,
        labelNames: [label],
        collect: async () => {
          const values = await supply();
          gauge.reset();
          for (const [value, number] of values) gauge.set({ [label]: value }, number);
        },
        registers,
      });
    },
    addCounter(name, help) {
      const counter = new Counter({ name: `securescan_${name}`, help, registers });
      return {
        increment: (by = 1) => {
          counter.inc(by);
        },
      };
    },
    render: () => registry.metrics(),
  };
}
