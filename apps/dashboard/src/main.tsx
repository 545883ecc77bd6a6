import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./app/global.css";
import "./i18n/index.ts";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { initialDirection } from "./components/direction.ts";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
document.documentElement.dir = initialDirection();
createRoot(root).render(<App />);
