import { expect, test } from "vitest";
import { isolated, withoutMarks } from "./isolated.ts";

test("a name that runs from right to left is kept apart in a sentence, and bare in a file", () => {
  for (const name of ["عرض الخميس", "حراج پاییزه", "מבצע"]) {
    expect(isolated(name)).toBe(`\u2068${name}\u2069`);
    expect(withoutMarks(`${isolated(name)}, 26 Nov`)).toBe(`${name}, 26 Nov`);
  }
  expect(isolated("Winter glow, 26 Nov")).toBe("Winter glow, 26 Nov");
});
