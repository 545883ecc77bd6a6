/** What is asked about, whatever the time. */
export const OF_SELECTION = `workspace = {workspace: String}
        AND ({show: String} = '' OR show = {show: String})
        AND ({platform: String} = '' OR platform = {platform: String})`;
