import type { Database } from "../../database.ts";
import { COSTS, CREATORS, PRODUCTS } from "./script.ts";

/** Ids of what a sample show is credited to. They follow from the show's, so that its events can be made again. */
export interface SampleKeys {
  campaign: string;
  creators: readonly string[];
  /** One for each creator, then the newsletter's. */
  links: readonly string[];
}

/** The ids of a sample show's campaign, creators and links. */
export function sampleKeys(show: string): SampleKeys {
  const start = `sample-${show}`;
  return {
    campaign: `${start}-campaign`,
    creators: CREATORS.map((_, index) => `${start}-creator-${index}`),
    links: [...CREATORS, "newsletter"].map((_, index) => `${start}-link-${index}`),
  };
}

const EUR = "EUR";

/** Enters what the sample show sells and what it cost: products, a campaign with costs, creators and their links. */
export async function enterSampleBusiness(
  database: Database,
  { workspace, show, day }: { workspace: string; show: string; day: Date },
): Promise<void> {
  const keys = sampleKeys(show);
  const owned = { workspaceId: workspace };
  for (const { sku, name, priceMicros, costMicros } of PRODUCTS) {
    const product = { title: `${name} (sample)`, priceMicros, priceCurrency: EUR, costMicros, costCurrency: EUR };
    await database.product.upsert({
      where: { workspaceId_sku: { workspaceId: workspace, sku } },
      create: { id: `sample-${workspace}-${sku}`, ...owned, sku, ...product, stock: 500 },
      update: { ...product, deletedAt: null },
    });
  }
  const budget = { budgetMicros: 3_500_000_000, budgetCurrency: EUR };
  await database.campaign.create({ data: { id: keys.campaign, ...owned, name: "Winter glow (sample)", ...budget } });
  await database.cost.createMany({
    data: COSTS.map((cost, index) => ({
      id: `${keys.campaign}-cost-${index}`,
      ...owned,
      campaignId: keys.campaign,
      showId: show,
      day,
      currency: EUR,
      ...cost,
    })),
  });
  await database.creator.createMany({
    data: CREATORS.map(({ name, commissionRate, disclosure }, index) => ({
      id: keys.creators[index] as string,
      ...owned,
      name: `${name} (sample)`,
      commissionRate,
      disclosure,
    })),
  });
  await database.link.createMany({
    data: keys.links.map((code, index) => ({
      code,
      ...owned,
      target: "https://example.com/winter-glow",
      campaignId: keys.campaign,
      creatorId: keys.creators[index] ?? null,
      showId: show,
    })),
  });
}

/** Takes away what was entered for sample shows of a workspace. A product that somebody put on offer is only hidden. */
export async function removeSampleBusiness(database: Database, workspace: string, now: number): Promise<void> {
  const ofSample = { workspaceId: workspace, id: { startsWith: "sample-" } };
  await database.link.deleteMany({ where: { workspaceId: workspace, code: { startsWith: "sample-" } } });
  await database.campaign.deleteMany({ where: ofSample });
  await database.creator.deleteMany({ where: ofSample });
  await database.product.deleteMany({ where: { ...ofSample, items: { none: {} } } });
  await database.product.updateMany({ where: ofSample, data: { deletedAt: new Date(now) } });
}
