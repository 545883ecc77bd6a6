import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { App } from "../../app.ts";
import { Problem } from "../../problem.ts";

interface HealthOptions {
  /** What is missing for the hub to take in and answer, in words; empty when nothing is. */
  missing: () => Promise<string[]>;
  /** Figures of the hub itself, read when they are asked for. */
  gauges: Record<string, { help: string; read: () => number }>;
}

/** How the hub itself is: for whoever keeps it running. */
export async function healthRoutes(app: App, { missing, gauges }: HealthOptions): Promise<void> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const [name, { help, read }] of Object.entries(gauges)) {
    const collect = function (this: Gauge) {
      this.set(read());
    };
    new Gauge({ name, help, registers: [registry], collect });
  }

  app.get("/healthz", { config: { policy: "public" } }, () => ({ status: "ok" }));

  app.get("/readyz", { config: { policy: "public" } }, async () => {
    const absent = await missing();
    if (absent.length === 0) return { status: "ready" };
    throw new Problem(503, "Service Unavailable", {
      detail: `Missing: ${absent.join(", ")}.`,
      headers: { "retry-after": "1" },
    });
  });

  app.get("/metrics", { config: { policy: "local" } }, async (_request, reply) =>
    reply
      .type(registry.contentType)
      .serializer(String)
      .send(await registry.metrics()),
  );
}
