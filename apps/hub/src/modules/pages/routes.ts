import { existsSync } from "node:fs";
import fastifyStatic from "@fastify/static";
import swaggerUi from "@fastify/swagger-ui";
import type { App } from "../../app.ts";

/** Addresses that belong to the dashboard's own screens. */
const SCREENS = [
  "/",
  "/wall",
  "/shows",
  "/shows/*",
  "/funnels",
  "/offers",
  "/offers/*",
  "/campaigns",
  "/attribution",
  "/audience",
  "/compare",
  "/connections",
  "/settings",
  "/watch/:show",
  "/host/:show",
];

/** What a browser opens: the dashboard and the readable form of the API's description. */
export async function pageRoutes(app: App, { folder }: { folder: string }): Promise<void> {
  app.get("/openapi.json", { config: { policy: "public" }, schema: { hide: true } }, () => app.swagger());

  await app.register(async (docs) => {
    docs.decorate("policyOfAll", "public");
    await docs.register(swaggerUi, { routePrefix: "/docs", staticCSP: true });
  });

  if (!existsSync(folder)) return;
  await app.register(async (files) => {
    files.decorate("policyOfAll", "public");
    await files.register(fastifyStatic, {
      root: folder,
      index: false,
      // Vite puts a hash of the content into the names below /assets.
      setHeaders: (reply, path) => {
        reply.header("cache-control", path.includes("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
      },
    });
    for (const screen of SCREENS) {
      files.get(screen, { config: { policy: "public" }, schema: { hide: true } }, (_request, reply) =>
        reply.sendFile("index.html"),
      );
    }
  });
}
