@NullMarked
package uz.fiskaldesk.inbox;

import org.jspecify.annotations.NullMarked;
