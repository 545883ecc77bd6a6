import type { IncomingMessage, ServerResponse } from "node:http";
import cookie from "@fastify/cookie";
import helmet from "@fastify/helmet";
import swagger from "@fastify/swagger";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import websocket from "@fastify/websocket";
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController, type RawServerDefault } from "fastify";
import { access } from "./access/access.ts";
import { createGuesses, type Guesses } from "./access/guesses.ts";
import type { Keyring } from "./access/keyring.ts";
import { answerConnectionError, answerErrors, answerFrameworkError } from "./errors.ts";
import { queueHeavyQuestions } from "./heavy-questions.ts";
import { answerNotFound } from "./not-found.ts";
import { describeRoute } from "./openapi.ts";
import { validatorCompiler } from "./validator.ts";

/** The hub's Fastify: routes are typed by their TypeBox schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

const MEGABYTE = 1024 * 1024;
/** On the way down, what is under way gets its answer for that long. */
const LAST_ANSWERS_MILLISECONDS = 2000;

/**
 * A Fastify with everything that all routes share: limits, problem documents, access, OpenAPI.
 * Defaults are tightened: no foreign origin, no prototype keys, no endless requests.
 */
export async function createApp(options: {
  keyring: Keyring;
  /** Its own unless something else has to know of wrong keys too. */
  guesses?: Guesses;
  log: FastifyBaseLogger;
  /** The HTML file for people who open an address at which there is nothing. */
  page?: string;
}): Promise<App> {
  const app: App = Fastify({
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MEGABYTE,
    // Who sends a request byte by byte is gone within 30 s: the server looks every 5 s.
    requestTimeout: 25_000,
    http: { headersTimeout: 15_000, connectionsCheckingInterval: 5_000 },
    connectionTimeout: 60_000,
    keepAliveTimeout: 72_000,
    routerOptions: { maxParamLength: 512, ignoreTrailingSlash: true },
    onProtoPoisoning: "error",
    onConstructorPoisoning: "remove",
    forceCloseConnections: "idle",
    frameworkErrors: (error, _request, reply) => answerFrameworkError(error, reply),
    clientErrorHandler: answerConnectionError,
  }).withTypeProvider<TypeBoxTypeProvider>();

  // Many clients name JSON as the type of every request, also where there is nothing to send.
  const parseJson = app.getDefaultJsonParser("error", "remove");
  app.removeContentTypeParser("application/json");
  app.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) =>
    body === "" ? done(null, undefined) : parseJson(request, body.toString(), done),
  );
  app.addHook("preClose", async () => {
    setTimeout(() => app.server.closeAllConnections(), LAST_ANSWERS_MILLISECONDS).unref();
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(() => JSON.stringify);
  answerErrors(app);
  answerNotFound(app, options.page);

  await app.register(cookie);
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        // The component library sets sizes and colours in style attributes.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", "data:", "https:"],
        connectSrc: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        objectSrc: ["'none'"],
      },
    },
    strictTransportSecurity: false,
    crossOriginEmbedderPolicy: false,
  });
  // Before access: it must know of an upgrade to free the socket of one that access refuses.
  await app.register(websocket, { options: { maxPayload: 64 * 1024, perMessageDeflate: false } });
  queueHeavyQuestions(app);
  await app.register(access, { keyring: options.keyring, guesses: options.guesses ?? createGuesses(Date.now) });
  await app.register(swagger, {
    transform: describeRoute,
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Showpulse hub",
        version: "1",
        description: "Every show on every platform, live, and what each earned.",
      },
      components: { securitySchemes: { key: { type: "http", scheme: "bearer" } } },
      security: [{ key: [] }],
    },
  });
  return app;
}
