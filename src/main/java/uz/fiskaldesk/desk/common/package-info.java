/** What the use cases of the desk share: pages, notices, background tasks and small controls. */
@NullMarked
package uz.fiskaldesk.desk.common;

import org.jspecify.annotations.NullMarked;
