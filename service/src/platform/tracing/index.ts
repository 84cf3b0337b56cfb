/**
 * Traces (OpenTelemetry), where the operator asks for them by its own variables (`OTEL_…`). Spans name operations and
 * kinds of work; no address, no statement's values and no error's text, which may be personal, goes into one.
 */
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Attributes, Span } from '@opentelemetry/api';

const KINDS = { internal: SpanKind.INTERNAL, server: SpanKind.SERVER, client: SpanKind.CLIENT } as const;

export interface SpanDescription {
  /** Of few values: no identifier, no address. */
  readonly name: string;
  /** What it does for others, asks of others, or does by itself. */
  readonly kind: keyof typeof KINDS;
  readonly attributes?: Attributes;
  /** Only as a part of other work that is traced: what runs every few seconds would fill a store by itself. */
  readonly onlyWithin?: boolean;
}

/** Carries out work as a span; what it does in turn is within it. Where nobody asked for traces it costs nothing. */
export function traced<T>(of: SpanDescription, work: (span: Span) => Promise<T>): Promise<T> {
  if (of.onlyWithin === true && !trace.getActiveSpan()) return work(trace.wrapSpanContext(NO_SPAN));
  const options = { kind: KINDS[of.kind], attributes: of.attributes ?? {} };
  return trace.getTracer('certbridge').startActiveSpan(of.name, options, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      const { code, name } = error as { readonly code?: string | number; readonly name?: string };
      span.setStatus({ code: SpanStatusCode.ERROR });
      span.setAttribute('error.type', String(code ?? name ?? 'unknown'));
      throw error;
    } finally {
      span.end();
    }
  });
}

const NO_SPAN = { traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 0 };

/** Whether the operator names where traces go. */
function isAskedFor(environment: NodeJS.ProcessEnv): boolean {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: all, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: traces } = environment;
  const isOff = environment['OTEL_SDK_DISABLED'] === 'true' || environment['OTEL_TRACES_EXPORTER'] === 'none';
  return !isOff && Boolean(all ?? traces);
}

/**
 * Sends traces by OTLP over http from now on, if the environment asks for it; the SDK is loaded only then, and reads
 * its further variables (headers, sampling, batches) itself.
 * @param environment the process's own
 * @returns sends what is left, and ends it
 */
export async function startTracing(environment: NodeJS.ProcessEnv): Promise<() => Promise<void>> {
  if (!isAskedFor(environment)) return () => Promise.resolve();
  const [{ BatchSpanProcessor, NodeTracerProvider }, { OTLPTraceExporter }, resources] = await Promise.all([
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const named = resources.resourceFromAttributes({ 'service.name': 'certbridge' });
  const given = resources.detectResources({ detectors: [resources.envDetector] });
  const provider = new NodeTracerProvider({
    resource: resources.defaultResource().merge(named).merge(given),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  // Nothing is taken over from a request's headers, nor sent on: who traces is decided here.
  provider.register({ propagator: null });
  return async () => {
    // A collector that is away must not hold up a stop.
    await provider.shutdown().catch(() => undefined);
    trace.disable();
  };
}
