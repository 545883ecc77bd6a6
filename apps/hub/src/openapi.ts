import type { SwaggerTransform } from "@fastify/swagger";
import type { RouteOptions } from "fastify";
import { type Policy, rolesOf } from "./access/policies.ts";

/** What every answer is that is not what was asked for. */
const PROBLEM = {
  description: "A problem document (RFC 9457)",
  content: {
    "application/problem+json": {
      schema: {
        type: "object",
        required: ["type", "title", "status"],
        properties: {
          type: { type: "string" },
          title: { type: "string" },
          status: { type: "integer" },
          detail: { type: "string" },
          code: { type: "string", description: "For programs, where the status says too little" },
          errors: {
            type: "array",
            items: {
              type: "object",
              required: ["pointer", "detail"],
              properties: {
                pointer: { type: "string", description: "JSON pointer to the fault" },
                detail: { type: "string" },
              },
            },
          },
        },
      },
    },
  },
};

/**
 * What the description of the API says of a route beyond its schemas: what it belongs to, who may call it, how it
 * answers. A route's own `response` schemas come before what is guessed here.
 */
export const describeRoute: SwaggerTransform = ({ schema, url, route }) => {
  const { response, ...rest } = (schema ?? {}) as { response?: object };
  const policy = route.config?.policy ?? "public";
  return {
    url,
    schema: {
      ...rest,
      tags: [nounOf(url)],
      description: audienceOf(policy),
      ...(policy === "public" ? { security: [] } : {}),
      response: { ...(response ?? successOf(route)), default: PROBLEM },
    },
  };
};

/** `/v1/shows/:id/metrics` belongs to `shows`. */
const nounOf = (url: string): string => /^\/v1\/([\w-]+)/.exec(url)?.[1] ?? "hub";

function audienceOf(policy: Policy): string {
  if (policy === "public") return "For everybody.";
  if (policy === "installation") return "For the owner of the installation.";
  const roles = `For ${rolesOf(policy).join(", ")}`;
  if (policy === "ingest") return `${roles}, and keys narrowed to ingest.`;
  return policy === "local" ? `From this machine; else f${roles.slice(1)}.` : `${roles}.`;
}

/** Posts to these addresses make something. */
const MAKES = new Set(
  `/v1/workspaces /v1/keys /v1/session /v1/sign-in-links /v1/shows /v1/shows/:id/sources /v1/sample /v1/sample/play
  /v1/saved-funnels /v1/products /v1/products/bulk /v1/offers /v1/campaigns /v1/campaigns/:id/costs /v1/costs/bulk
  /v1/creators /v1/links /v1/fx /v1/switchbacks`.split(/\s+/),
);

/** Something new is 201, something gone 204. */
function successOf({ method, url }: RouteOptions): object {
  const methods = [method].flat();
  if (methods.includes("DELETE")) return { 204: { description: "Done", type: "null" } };
  const creates = methods.includes("POST") && MAKES.has(url);
  return { [creates ? 201 : 200]: { description: creates ? "Created" : "The answer", content: contentOf(url) } };
}

const contentOf = (url: string): object =>
  url === "/metrics" ? { "text/plain": { schema: { type: "string" } } } : { "application/json": { schema: {} } };
