import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "../../../prisma/generated/client.ts";

export type Database = PrismaClient;
export { Prisma } from "../../../prisma/generated/client.ts";

/** The business data in PostgreSQL, through a pool of at most 10 connections. */
export function openDatabase(url: string): Database {
  return new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: 10 }) });
}
