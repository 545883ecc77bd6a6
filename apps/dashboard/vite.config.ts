import react from "@vitejs/plugin-react";
import mantine from "postcss-preset-mantine";
import { defineConfig } from "vite";

const hub = "http://127.0.0.1:4400";

export default defineConfig({
  base: "/",
  plugins: [react()],
  css: { postcss: { plugins: [mantine()] } },
  build: { target: "es2022", sourcemap: false },
  server: {
    proxy: {
      "/v1": { target: hub, ws: true },
      "/signin": hub,
    },
  },
});
