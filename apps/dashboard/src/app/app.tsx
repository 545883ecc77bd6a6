import { DirectionProvider, MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { BrowserRouter } from "react-router";
import { initialDirection } from "../components/direction.ts";
import { Gate } from "./gate.tsx";
import { queries } from "./queries.ts";
import { cssVariables, theme } from "./theme.ts";

/** Everything that the screens stand on. */
export function App() {
  return (
    <DirectionProvider initialDirection={initialDirection()} detectDirection={false}>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
        <Notifications position="bottom-center" />
        <QueryClientProvider client={queries}>
          <BrowserRouter>
            <Gate />
          </BrowserRouter>
        </QueryClientProvider>
      </MantineProvider>
    </DirectionProvider>
  );
}
