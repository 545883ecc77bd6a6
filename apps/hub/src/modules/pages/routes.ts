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
  "/products",
  "/compare",
  "/connections",
  "/settings",
  "/watch/:show",
  "/host/:show",
];

/** The reader of the description sets sizes in style attributes and draws its icons from data. */
const DOCS_CSP = {
  "default-src": ["'self'"],
  "style-src": ["'self'", "'unsafe-inline'"],
  "img-src": ["'self'", "data:"],
  "frame-ancestors": ["'none'"],
  "base-uri": ["'none'"],
  "object-src": ["'none'"],
};

/** Without the bar that belongs to its makers: there is one description only. */
const DOCS_THEME = {
  title: "Showpulse API",
  css: [{ filename: "showpulse.css", content: ".swagger-ui .topbar { display: none }" }],
};

const DOCS_LOOK = { docExpansion: "none", filter: true, tagsSorter: "alpha" } as const;

/** What a browser opens: the dashboard and the readable form of the API's description. */
export async function pageRoutes(app: App, { folder }: { folder: string }): Promise<void> {
  app.get("/openapi.json", { config: { policy: "public" }, schema: { hide: true } }, () => app.swagger());

  await app.register(async (docs) => {
    docs.decorate("policyOfAll", "public");
    await docs.register(swaggerUi, {
      routePrefix: "/docs",
      staticCSP: DOCS_CSP,
      theme: DOCS_THEME,
      uiConfig: DOCS_LOOK,
    });
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
