import { Button } from "@mantine/core";
import { useState } from "react";
import { useCampaigns, usePasteCosts, useUndoCosts } from "../../api/campaigns.ts";
import { useMay } from "../../api/session.ts";
import { Dialog } from "../../components/dialog.tsx";
import { Empty } from "../../components/empty.tsx";
import { Loading } from "../../components/loading.tsx";
import { Panel } from "../../components/panel.tsx";
import { PasteDialog } from "../../components/paste/paste-dialog.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { showUndo } from "../../components/undo.tsx";
import { useUrlText } from "../../components/use-url-state.ts";
import { useWords } from "../../i18n/index.ts";
import { BudgetPanel } from "./budget-panel.tsx";
import { CampaignForm } from "./campaign-form.tsx";
import { CampaignList } from "./campaign-list.tsx";
import classes from "./campaigns.module.css";
import { CostForm } from "./cost-form.tsx";
import { CostList } from "./cost-list.tsx";

type Dialog = "campaign" | "cost" | "paste" | null;

const EXAMPLE = "campaign,day,kind,amount,currency,platform\nSpring,2026-11-22,ads,120.50,USD,tiktok";

/** Campaigns with budget and what was spent; costs entered one by one or pasted, each to be taken back. */
export function CostsTab() {
  const { t } = useWords();
  const campaigns = useCampaigns();
  const mayPlan = useMay("plan");
  const paste = usePasteCosts();
  const undo = useUndoCosts();
  const [dialog, setDialog] = useState<Dialog>(null);
  const [chosen, setChosen] = useUrlText("campaign");
  const close = () => setDialog(null);
  const campaign = campaigns.data?.find(({ id }) => id === chosen) ?? campaigns.data?.[0];
  return (
    <div className={classes.stack}>
      <Panel
        title={t("campaign.title")}
        padded={false}
        aside={
          mayPlan && (
            <>
              <Button size="compact-sm" variant="default" disabled={!campaign} onClick={() => setDialog("paste")}>
                {t("cost.paste")}
              </Button>
              <Button size="compact-sm" variant="default" disabled={!campaign} onClick={() => setDialog("cost")}>
                {t("cost.add")}
              </Button>
              <Button size="compact-sm" onClick={() => setDialog("campaign")}>
                {t("campaign.new")}
              </Button>
            </>
          )
        }
      >
        {campaigns.error ? (
          <div className={classes.padded}>
            <ProblemNote error={campaigns.error} onRetry={() => void campaigns.refetch()} />
          </div>
        ) : campaigns.isPending ? (
          <Loading h={120} m="md" w="auto" />
        ) : campaigns.data.length === 0 ? (
          <Empty>{t("campaign.empty")}</Empty>
        ) : (
          <CampaignList campaigns={campaigns.data} chosen={campaign?.id} onChoose={setChosen} />
        )}
      </Panel>
      {campaign && <BudgetPanel campaign={campaign} />}
      {campaign && <CostList campaign={campaign} />}
      <Dialog opened={dialog === "campaign"} onClose={close} title={t("campaign.new")}>
        <CampaignForm
          onDone={(id) => {
            setChosen(id);
            close();
          }}
        />
      </Dialog>
      <Dialog opened={dialog === "cost"} onClose={close} title={t("cost.add")}>
        {campaign && <CostForm campaigns={campaigns.data ?? []} campaign={campaign} onDone={close} />}
      </Dialog>
      <PasteDialog
        opened={dialog === "paste"}
        onClose={close}
        title={t("cost.paste")}
        example={EXAMPLE}
        send={paste}
        onTaken={({ created, createdIds = [] }) =>
          showUndo(t("cost.pasted", { count: created }), t("action.undo"), () => undo.mutate({ ids: createdIds }))
        }
      />
    </div>
  );
}
