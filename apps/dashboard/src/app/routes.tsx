import { lazy } from "react";
import { Route, Routes } from "react-router";
import { Missing } from "./missing.tsx";
import { Readers } from "./readers.tsx";

const WallScreen = lazy(async () => ({ default: (await import("../features/wall/wall-screen.tsx")).WallScreen }));
const ShowsScreen = lazy(async () => ({ default: (await import("../features/shows/shows-screen.tsx")).ShowsScreen }));
const ShowScreen = lazy(async () => ({ default: (await import("../features/show/show-screen.tsx")).ShowScreen }));
const FunnelsScreen = lazy(async () => ({
  default: (await import("../features/funnels/funnels-screen.tsx")).FunnelsScreen,
}));
const CampaignsScreen = lazy(async () => ({
  default: (await import("../features/campaigns/campaigns-screen.tsx")).CampaignsScreen,
}));
const OffersScreen = lazy(async () => ({
  default: (await import("../features/offers/offers-screen.tsx")).OffersScreen,
}));
const OfferScreen = lazy(async () => ({ default: (await import("../features/offers/offer-screen.tsx")).OfferScreen }));
const CompareScreen = lazy(async () => ({
  default: (await import("../features/offers/compare-screen.tsx")).CompareScreen,
}));
const LabScreen = lazy(async () => ({ default: (await import("../features/offers/lab-screen.tsx")).LabScreen }));
const ExperimentsScreen = lazy(async () => ({
  default: (await import("../features/offers/experiments-screen.tsx")).ExperimentsScreen,
}));
const ExperimentScreen = lazy(async () => ({
  default: (await import("../features/offers/experiment-screen.tsx")).ExperimentScreen,
}));
const AttributionScreen = lazy(async () => ({
  default: (await import("../features/attribution/attribution-screen.tsx")).AttributionScreen,
}));
const AudienceScreen = lazy(async () => ({
  default: (await import("../features/audience/audience-screen.tsx")).AudienceScreen,
}));
const ProductsScreen = lazy(async () => ({
  default: (await import("../features/audience/products-screen.tsx")).ProductsScreen,
}));
const ComparedShowsScreen = lazy(async () => ({
  default: (await import("../features/compare/compared-shows-screen.tsx")).ComparedShowsScreen,
}));
const ConnectionsScreen = lazy(async () => ({
  default: (await import("../features/connections/connections-screen.tsx")).ConnectionsScreen,
}));
const SettingsScreen = lazy(async () => ({
  default: (await import("../features/settings/settings-screen.tsx")).SettingsScreen,
}));

/** Which address shows which screen. */
export function Screens() {
  return (
    <Routes>
      <Route path="/shows" element={<ShowsScreen />} />
      <Route path="/shows/:show" element={<ShowScreen />} />
      <Route path="/settings" element={<SettingsScreen />} />
      <Route element={<Readers />}>
        <Route path="/" element={<WallScreen />} />
        <Route path="/funnels" element={<FunnelsScreen />} />
        <Route path="/offers" element={<OffersScreen />} />
        <Route path="/offers/compare" element={<CompareScreen />} />
        <Route path="/offers/lab" element={<LabScreen />} />
        <Route path="/offers/experiments" element={<ExperimentsScreen />} />
        <Route path="/offers/experiments/:experiment" element={<ExperimentScreen />} />
        <Route path="/offers/:offer" element={<OfferScreen />} />
        <Route path="/campaigns" element={<CampaignsScreen />} />
        <Route path="/attribution" element={<AttributionScreen />} />
        <Route path="/audience" element={<AudienceScreen />} />
        <Route path="/products" element={<ProductsScreen />} />
        <Route path="/compare" element={<ComparedShowsScreen />} />
        <Route path="/connections" element={<ConnectionsScreen />} />
      </Route>
      <Route path="*" element={<Missing />} />
    </Routes>
  );
}
