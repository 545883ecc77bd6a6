import { betaShare } from "../offer/distributions.ts";

/** How far from 0 the middle 95 % of Student's t reach. */
export function middle95(degrees: number): number {
  const outside = (t: number) => betaShare(degrees / (degrees + t * t), degrees / 2, 0.5);
  let [low, high] = [1.9, 13];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (outside(middle) > 0.05) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
