// libcurl's one-time start, in the one place that does it.
#pragma once

#include <curl/curl.h>

namespace guiyi {

/// To be called before the first use of libcurl; further calls cost nothing. Any thread.
inline void readyCurl() {
    static const CURLcode Ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    (void)Ready;
}

} // namespace guiyi
