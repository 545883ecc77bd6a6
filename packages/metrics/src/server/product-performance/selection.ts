/** What is asked about from its beginning on; how it ends is up to the query. */
export const OF_SELECTION = `workspace = {workspace: String}
        AND ({show: String} = '' OR show = {show: String})
        AND ({platform: String} = '' OR platform = {platform: String})
        AND time >= fromUnixTimestamp64Milli({from: Int64})`;
